# The two commands of a fresh clone are `make demo` and `make test`. `make help` lists the others.

# Passed on to the demo: the story's file, the folder for the results, the number of panels.
export STORY OUT PANELS

# A toolchain that was installed a minute ago is not in the PATH of this shell yet.
export PATH := $(PATH):$(HOME)/.cargo/bin

MANGAKAI = cargo run -p mangakai --bin mangakai --

.PHONY: help demo demo-providers gallery up test bench lint format-check clippy deny wire-lock install
.DEFAULT_GOAL := help

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' Makefile | expand -t 14

demo: install ## draw a story into ./out (STORY=file OUT=folder PANELS=n)
	$(MANGAKAI) demo $(if $(STORY),"$$STORY") $(if $(OUT),--out "$$OUT") $(if $(PANELS),--panels "$$PANELS")

demo-providers: install ## the same by models, which a fake plays that fails on the way: fallbacks, retries, the bill
	MANGAKAI_SCRIPT_PROVIDERS=openai MANGAKAI_PICTURE_PROVIDERS=gemini,ark \
	cargo run -p mangakai-fake-providers --bin fake-providers -- \
		--play tests/fake-providers/plays/rough-night.json openai gemini ark -- \
		$(MANGAKAI) demo $(if $(STORY),"$$STORY") $(if $(OUT),--out "$$OUT") $(if $(PANELS),--panels "$$PANELS")

gallery: ## draw every story of tests/stories into ./out/gallery: contact sheets, index.png, index.html
	cargo run -p mangakai-studio --example gallery -- tests/stories out/gallery

up: install ## run the whole system on this machine, durable in ./.mangakai
	$(MANGAKAI) up

test: install ## run every test, on servers of its own
	cargo test --workspace

bench: install ## measure, each figure beside its ceiling (ONLY="studio commits posts overhead rebuild streams footprint")
	cargo build --release -p mangakai --bin mangakai
	cargo run --release -p mangakai-e2e --bin bench -- $(ONLY)

lint: format-check clippy deny ## check the format, the lints and, with cargo-deny, the dependencies

format-check:
	cargo fmt --all -- --check

clippy: install
	cargo clippy --workspace --all-targets -- -D warnings

deny:
	@if cargo deny --version >/dev/null 2>&1; then cargo deny --locked check; \
	else echo 'cargo-deny is not installed: licences, advisories and sources are not checked' >&2; fi

wire-lock: ## note what the protos were extended by
	cargo run -p mangakai-e2e --bin wire-lock

install: ## fetch what is missing: PostgreSQL's programs, nats-server
	@infra/local/install
