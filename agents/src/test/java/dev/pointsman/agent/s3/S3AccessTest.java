package dev.pointsman.agent.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3AccessTest {

  @Test
  void whatAStorageQuotesOfTheRequestIsNotShown() {
    String signature = "0123456789abcdef".repeat(4);
    var quoting =
        AwsErrorDetails.builder()
            .errorCode("SignatureDoesNotMatch")
            .errorMessage(
                "bad for AWS4-HMAC-SHA256 Credential=minio/20261122/us-east-1/s3/aws4_request,"
                    + " SignedHeaders=host, Signature="
                    + signature
                    + "\nAKIASECRETKEYID77 "
                    + signature)
            .build();
    var refused = S3Exception.builder().statusCode(403).awsErrorDetails(quoting).build();
    assertThat(S3Access.failure("cannot look into backups", refused))
        .hasMessage(
            "cannot look into backups: bad for AWS4-HMAC-SHA256 (secret), SignedHeaders=host,"
                + " (secret) (secret) (secret) (status 403)");
  }
}
