package dev.pointsman.agent.s3;

import dev.pointsman.agent.collect.NoAnswerException;
import dev.pointsman.config.S3Bucket;
import dev.pointsman.connector.http.Excerpt;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Makes clients whose calls end soon: each is tried twice at most, waits a few seconds for an
 * answer, and takes no more of it than such an answer can be long.
 */
public final class S3Access {

  /** A bucket's name is enough where another server has no regions. */
  private static final Region ANY_REGION = Region.US_EAST_1;

  private static final Duration LONGEST_CALL = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 2;

  /** Key ids, signatures, and what names one in a header or a query. */
  private static final Pattern SIGNED_WITH =
      Pattern.compile(
          "(?i)(?:Credential|Signature|AWSAccessKeyId|X-Amz-Security-Token)\\s*[=:]\\s*[^,&\\s]++"
              + "|\\bA[KS]IA[A-Z0-9]{8,}+|\\b[0-9a-f]{64}\\b");

  private final AwsCredentialsProvider credentials;

  /** Access with these credentials, which are asked for at each call. */
  public S3Access(AwsCredentialsProvider credentials) {
    this.credentials = credentials;
  }

  /**
   * Access with what AWS' own chain finds: variables of the environment, files, the role of the
   * container or the machine.
   */
  public static S3Access byDefaultChain() {
    return new S3Access(DefaultCredentialsProvider.builder().build());
  }

  /**
   * What a failed call means: that nothing answered, or another error.
   *
   * @param what was tried, for people
   */
  static IOException failure(String what, Exception cause) {
    String message = what + ": " + Excerpt.forReason(hide(explain(cause)));
    boolean silence =
        !lacksCredentials(cause)
            && (cause instanceof ApiCallTimeoutException
                || cause instanceof ApiCallAttemptTimeoutException
                || NoAnswerException.isSilence(cause));
    IOException failure =
        silence ? new NoAnswerException(message, List.of()) : new IOException(message);
    failure.initCause(cause);
    return failure;
  }

  /** Without what only the SDK's makers want to know. */
  private static String explain(Exception cause) {
    if (lacksCredentials(cause)) {
      return "no AWS credentials: neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, nor a profile,"
          + " nor a role of the container or the machine";
    }
    if (cause instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
      String text = refused.awsErrorDetails().errorMessage();
      String code = refused.awsErrorDetails().errorCode();
      return (text == null ? String.valueOf(code) : text)
          + " (status "
          + refused.statusCode()
          + ")";
    }
    return String.valueOf(cause.getMessage());
  }

  /** A server may quote the request, with all that it was signed with. */
  private static String hide(String text) {
    return SIGNED_WITH.matcher(text).replaceAll("(secret)");
  }

  /** Such as where the machine's metadata service, which is no storage, does not answer. */
  private static boolean lacksCredentials(Exception cause) {
    return cause instanceof SdkClientException
        && String.valueOf(cause.getMessage()).startsWith("Unable to load credentials");
  }

  /** The host that is asked for a bucket. */
  static String host(S3Bucket bucket) {
    URI endpoint = bucket.endpoint();
    if (endpoint != null) {
      return String.valueOf(endpoint.getHost());
    }
    return bucket.region() == null ? "s3" : "s3." + bucket.region();
  }

  /**
   * A client for the buckets that are where this one is.
   *
   * @param round how long the client's user has for everything
   */
  S3Client client(S3Bucket bucket, Duration round) {
    Duration call = round.compareTo(LONGEST_CALL) < 0 ? round : LONGEST_CALL;
    Duration attempt = call.dividedBy(ATTEMPTS);
    S3ClientBuilder builder =
        S3Client.builder()
            .credentialsProvider(credentials)
            .httpClientBuilder(
                Apache5HttpClient.builder().connectionTimeout(attempt).socketTimeout(attempt))
            .overrideConfiguration(
                override ->
                    override
                        .apiCallTimeout(call)
                        .apiCallAttemptTimeout(attempt)
                        .retryStrategy(
                            DefaultRetryStrategy.standardStrategyBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build())
                        .addExecutionInterceptor(new BoundedAnswers()))
            // Servers that are not AWS's know only the checksums that they have to.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .forcePathStyle(bucket.pathStyle());
    URI endpoint = bucket.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint).region(ANY_REGION);
    }
    if (bucket.region() != null) {
      builder.region(Region.of(bucket.region()));
    }
    return builder.build();
  }
}
