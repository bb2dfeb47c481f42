//! The closed words for things seen in panels and held by people: canonical English singular nouns.
//!
//! `Panel::props` and `CastMember::holding` carry plain words, so that a model or a person may write others. The
//! rule-based director writes only the words of [`Prop`]; the artist reads any words with [`Prop::parse`] and draws
//! what it knows.

use crate::looks::words;

words! { /// A thing.
Prop {
    Umbrella = "umbrella" | "parasol", Lantern = "lantern", Lamp = "lamp", Candle = "candle", Torch = "torch" | "flashlight", Fire = "fire" | "campfire" | "bonfire",
    Book = "book" | "notebook" | "diary", Letter = "letter" | "envelope" | "note" | "postcard", Paper = "paper" | "page" | "sheet", Map = "map",
    Photo = "photo" | "photograph", Picture = "picture" | "painting", Newspaper = "newspaper", Scroll = "scroll", Pen = "pen" | "pencil", Brush = "brush" | "paintbrush",
    Phone = "phone" | "telephone" | "smartphone", Computer = "computer" | "laptop" | "screen", Television = "television" | "tv", Radio = "radio", Camera = "camera",
    Clock = "clock", Watch = "watch" | "pocket watch" | "wristwatch", Telescope = "telescope", Glasses = "glasses" | "spectacles", Mirror = "mirror",
    Sword = "sword" | "katana" | "blade", Knife = "knife" | "dagger", Gun = "gun" | "pistol" | "rifle", Bow = "bow" | "arrow", Shield = "shield", Spear = "spear",
    Cup = "cup" | "mug" | "teacup", Bottle = "bottle", Bowl = "bowl", Plate = "plate" | "dish", Pot = "pot" | "pan" | "kettle", Spoon = "spoon" | "ladle",
    Chopsticks = "chopsticks" | "fork", Bread = "bread" | "bun" | "toast", Cake = "cake" | "pie", Fruit = "fruit" | "apple" | "orange" | "peach", Egg = "egg",
    Vegetable = "vegetable" | "carrot" | "onion" | "tomato", Noodles = "noodles" | "ramen" | "soup", Rice = "rice" | "rice ball", Meat = "meat" | "bone", Candy = "candy" | "sweet" | "ice cream",
    Fish = "fish", Flower = "flower" | "bouquet" | "rose", Leaf = "leaf" | "petal", Branch = "branch" | "twig", Stick = "stick" | "staff" | "wand", Seed = "seed",
    Tree = "tree", Stone = "stone" | "rock" | "pebble", Shell = "shell" | "seashell", Feather = "feather", Nest = "nest", Net = "net" | "fishing net",
    FishingRod = "fishing rod", Rope = "rope", Ladder = "ladder", Shovel = "shovel" | "spade", Broom = "broom" | "mop", Hammer = "hammer", Axe = "axe" | "saw",
    Wrench = "wrench" | "screwdriver" | "tool", Needle = "needle" | "thread", Bucket = "bucket", Box = "box" | "crate" | "package" | "parcel" | "chest", Gift = "gift" | "present",
    Bag = "bag" | "backpack" | "satchel" | "sack", Suitcase = "suitcase" | "luggage", Basket = "basket", Key = "key", Lock = "lock", Coin = "coin" | "money" | "wallet", Ticket = "ticket",
    Ring = "ring", Necklace = "necklace" | "pendant", Crown = "crown", Gem = "gem" | "jewel" | "crystal", Bell = "bell", Mask = "mask", Fan = "fan",
    Hat = "hat" | "cap", Scarf = "scarf", Shoe = "shoe" | "boot", Glove = "glove" | "mitten", Towel = "towel" | "handkerchief", Blanket = "blanket", Cloth = "cloth", Flag = "flag",
    Ball = "ball", Bat = "bat" | "racket", Kite = "kite", Balloon = "balloon", Doll = "doll" | "teddy bear" | "toy", Dice = "dice" | "card", Guitar = "guitar", Violin = "violin",
    Piano = "piano", Flute = "flute" | "trumpet", Drum = "drum", Microphone = "microphone",
    Table = "table", Chair = "chair" | "stool", Bench = "bench", Sofa = "sofa" | "couch", Bed = "bed", Desk = "desk", Blackboard = "blackboard" | "whiteboard", Shelf = "shelf" | "bookshelf",
    Window = "window", Door = "door", Curtain = "curtain", Stove = "stove" | "oven", Fridge = "fridge" | "refrigerator", Sink = "sink", Stairs = "stairs" | "step", Fence = "fence" | "railing",
    Gate = "gate" | "torii", Sign = "sign" | "signpost", Mailbox = "mailbox" | "postbox", Streetlight = "streetlight" | "street lamp", Well = "well", Gravestone = "gravestone" | "grave",
    Bicycle = "bicycle" | "bike", Car = "car" | "taxi", Bus = "bus", Truck = "truck", Train = "train", Boat = "boat", Ship = "ship", Cart = "cart" | "carriage" | "wagon", Sled = "sled" | "sledge",
    Airplane = "airplane" | "plane", Rocket = "rocket" | "spaceship", Satellite = "satellite", Wheelchair = "wheelchair", Anchor = "anchor", Sail = "sail",
    Swing = "swing", Slide = "slide", Tent = "tent", Stall = "stall" | "stand", Firework = "firework" | "fireworks", Moon = "moon", Star = "star" | "stars", Sun = "sun", Cloud = "cloud",
    Rainbow = "rainbow", Snowman = "snowman", Snowball = "snowball", Puddle = "puddle", Wave = "wave", Medicine = "medicine" | "pill", Bandage = "bandage", Cigarette = "cigarette" | "pipe",
    Machine = "machine" | "engine", Gear = "gear" | "spring", Battery = "battery", Button = "button" | "switch", Trophy = "trophy" | "medal", Drawing = "drawing", Paint = "paint",
} }

impl Prop {
    /// Whether a person holds it in the hands; other things stand, lie, hang or are part of the place.
    #[must_use]
    pub fn is_held(self) -> bool {
        !self.is_scenery()
            && !matches!(
                self,
                Prop::Television
                    | Prop::Piano
                    | Prop::Table
                    | Prop::Chair
                    | Prop::Bicycle
                    | Prop::Cart
                    | Prop::Sled
                    | Prop::Tent
                    | Prop::Machine
                    | Prop::Wheelchair
                    | Prop::Nest
                    | Prop::Fire
                    | Prop::Snowman
                    | Prop::Anchor
                    | Prop::Ladder
                    | Prop::Computer
            )
    }

    /// Whether it belongs to a place, and is seen there anyway: furniture, vehicles, sky.
    #[must_use]
    pub fn is_scenery(self) -> bool {
        matches!(
            self,
            Prop::Tree
                | Prop::Bench
                | Prop::Sofa
                | Prop::Bed
                | Prop::Desk
                | Prop::Table
                | Prop::Chair
                | Prop::Blackboard
                | Prop::Shelf
                | Prop::Window
                | Prop::Door
                | Prop::Curtain
                | Prop::Stove
                | Prop::Fridge
                | Prop::Sink
                | Prop::Stairs
                | Prop::Fence
                | Prop::Gate
                | Prop::Sign
                | Prop::Mailbox
                | Prop::Streetlight
                | Prop::Well
                | Prop::Gravestone
                | Prop::Car
                | Prop::Bus
                | Prop::Truck
                | Prop::Train
                | Prop::Boat
                | Prop::Ship
                | Prop::Airplane
                | Prop::Rocket
                | Prop::Satellite
                | Prop::Sail
                | Prop::Swing
                | Prop::Slide
                | Prop::Stall
                | Prop::Firework
                | Prop::Moon
                | Prop::Star
                | Prop::Sun
                | Prop::Cloud
                | Prop::Rainbow
                | Prop::Puddle
                | Prop::Wave
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use strum::IntoEnumIterator;

    use super::Prop;

    #[test]
    fn every_word_means_one_thing_and_is_read_back() {
        let mut seen = BTreeSet::new();
        for prop in Prop::iter() {
            for word in prop.words() {
                assert!(seen.insert(*word), "{word} is there twice");
                assert_eq!(Prop::parse(word), Some(prop), "{word}");
                assert_eq!(Prop::parse(&format!("a small {word}")), Some(prop), "{word}");
            }
        }
        assert_eq!(Prop::parse("thingamajig"), None);
    }
}
