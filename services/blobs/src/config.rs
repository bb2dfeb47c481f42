//! Where the bucket is, and how its client behaves.

use std::{fmt, time::Duration};

use aws_sdk_s3::{
    Client, Config,
    config::{
        BehaviorVersion, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation,
        retry::RetryConfig, timeout::TimeoutConfig,
    },
    types::{BucketLocationConstraint, CreateBucketConfiguration},
};

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// Longest time for one operation, its retries included.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(30);
/// The region of AWS where a new bucket must not say its region.
const UNSAID_REGION: &str = "us-east-1";

/// Where the bucket is and who may use it.
#[derive(Clone)]
pub struct BlobsConfig {
    /// URL of the service; none means AWS in `region`.
    pub endpoint: Option<String>,
    /// `us-east-1` where the service does not care.
    pub region: String,
    /// Name of the bucket. It keeps no old versions: an erased picture would live on in them.
    pub bucket: String,
    /// Access key id.
    pub access_key: String,
    /// Secret access key.
    pub secret_key: String,
    /// `host/bucket/key` instead of `bucket.host/key`.
    pub force_path_style: bool,
}

impl BlobsConfig {
    pub(crate) fn client(&self) -> Client {
        let credentials = Credentials::new(&self.access_key, &self.secret_key, None, None, "mangakai");
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_timeout(OPERATION_TIMEOUT);
        // Checksum trailers are refused by several S3-compatible stores, so they are sent only where demanded.
        let mut settings = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(self.region.clone()))
            .credentials_provider(credentials)
            .force_path_style(self.force_path_style)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .retry_config(RetryConfig::standard())
            .timeout_config(timeouts.build());
        if let Some(endpoint) = &self.endpoint {
            settings = settings.endpoint_url(endpoint);
        }
        Client::from_conf(settings.build())
    }

    /// AWS wants to hear the region of a new bucket once more; other services do not know theirs.
    pub(crate) fn new_bucket(&self) -> Option<CreateBucketConfiguration> {
        let is_said = self.endpoint.is_none() && self.region != UNSAID_REGION;
        let region = || BucketLocationConstraint::from(self.region.as_str());
        is_said.then(|| {
            CreateBucketConfiguration::builder()
                .location_constraint(region())
                .build()
        })
    }
}

impl fmt::Debug for BlobsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("BlobsConfig");
        shown
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("bucket", &self.bucket);
        shown.finish_non_exhaustive()
    }
}

/// One attempt in a short time: for a question that will be asked again anyway.
pub(crate) fn impatient() -> aws_sdk_s3::config::Builder {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_timeout(CONNECT_TIMEOUT);
    Config::builder()
        .retry_config(RetryConfig::disabled())
        .timeout_config(timeouts.build())
}
