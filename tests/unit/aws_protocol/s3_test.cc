#include "providers/aws/protocol/caller.h"
#include "tests/unit/aws_client/fakes.h"
#include "tests/unit/aws_protocol/models.h"

namespace tenon::aws {
namespace {

constexpr const char* kModel = R"({
"metadata": {"protocol": "rest-xml", "endpointPrefix": "s3", "serviceId": "S3", "signingName": "s3"},
"operations": {
  "GetBucketPolicy": {"http": {"method": "GET", "requestUri": "/{Bucket}?policy"}, "input": {"shape": "In"}},
  "HeadBucket": {"http": {"method": "HEAD", "requestUri": "/{Bucket}"}, "input": {"shape": "In"}},
  "PutBucketPolicy": {"http": {"method": "PUT", "requestUri": "/{Bucket}?policy"}, "input": {"shape": "Put"},
     "httpChecksum": {"requestAlgorithmMember": "ChecksumAlgorithm", "requestChecksumRequired": true}},
  "PutObject": {"http": {"method": "PUT", "requestUri": "/{Bucket}/{Key+}"}, "input": {"shape": "Put"}}},
"shapes": {
  "In": {"type": "structure", "members": {"Bucket": {"shape": "Text", "location": "uri", "locationName": "Bucket"}}},
  "Put": {"type": "structure", "payload": "Body", "members": {
     "Bucket": {"shape": "Text", "location": "uri", "locationName": "Bucket"},
     "Key": {"shape": "Text", "location": "uri", "locationName": "Key"},
     "ChecksumAlgorithm": {"shape": "Text", "location": "header", "locationName": "x-amz-sdk-checksum-algorithm"},
     "Body": {"shape": "Text"}}},
  "Text": {"type": "string"}}})";

class S3Call : public ::testing::Test {
 protected:
  CallOutcome make(const char* operation, const std::string& input) {
    const Node node = *parse_json(input);
    CallRequest request;
    request.model = model.get();
    request.service = "s3";
    request.operation = model->find(operation);
    request.input = &node;
    request.endpoint = endpoint;
    request.s3_path_style = path_style;
    request.bucket_regions = &regions;
    return call(sender, request);
  }
  std::string url(const std::string& bucket) {
    http.requests.clear();
    http.answer(200, "");
    make("GetBucketPolicy", R"({"Bucket":")" + bucket + "\"}");
    return http.requests.empty() ? "none" : http.requests[0].url;
  }
  std::string header(std::string_view name) {
    for (const auto& [key, value] : http.requests.back().headers) {
      if (key == name) return value;
    }
    return "none";
  }

  std::shared_ptr<const ServiceModel> model = model_of(kModel);
  Endpoint endpoint{"https://s3.us-east-1.amazonaws.com", "us-east-1", false};
  bool path_style = false;
  BucketRegions regions;
  FakeEnv env;
  FakeHttp http;
  Throttle throttle{8};
  Guarded<CallStats> stats;
  Sender sender{env, http, throttle, stats, {"AKIDEXAMPLE", "the-secret", ""}, 3};
};

TEST_F(S3Call, ReachesABucketByItsHost) {
  EXPECT_EQ(url("logs"), "https://logs.s3.us-east-1.amazonaws.com/?policy");
}

TEST_F(S3Call, KeepsTheBucketInThePathWhereTheHostWouldNotDo) {
  EXPECT_EQ(url("my.logs"), "https://s3.us-east-1.amazonaws.com/my.logs?policy");
  EXPECT_EQ(url("Old_Logs"), "https://s3.us-east-1.amazonaws.com/Old_Logs?policy");
  path_style = true;
  EXPECT_EQ(url("logs"), "https://s3.us-east-1.amazonaws.com/logs?policy");
  path_style = false;
  endpoint = {"http://127.0.0.1:5000", "us-east-1", true};
  EXPECT_EQ(url("logs"), "http://127.0.0.1:5000/logs?policy");
  endpoint = {"http://minio.test", "us-east-1", true};
  EXPECT_EQ(url("my.logs"), "http://my.logs.minio.test/?policy");
}

TEST_F(S3Call, RefusesAccessPoints) {
  const CallOutcome outcome =
      make("GetBucketPolicy", R"({"Bucket":"arn:aws:s3:us-east-1:111122223333:accesspoint/a"})");
  EXPECT_FALSE(outcome.ok());
  EXPECT_NE(outcome.error->message.find("access points are not supported"), std::string::npos);
}

TEST_F(S3Call, KeepsKeysAsTheyAre) {
  http.answer(200, "");
  make("PutObject", R"({"Bucket":"logs","Key":"a//b/./c d","Body":"x"})");
  EXPECT_EQ(http.requests[0].url, "https://logs.s3.us-east-1.amazonaws.com/a//b/./c%20d");
  EXPECT_EQ(header("x-amz-content-sha256"),
            "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
}

TEST_F(S3Call, SendsAChecksumWhereOneIsDemanded) {
  http.answer(200, "");
  make("PutBucketPolicy", R"({"Bucket":"logs","Key":"k","Body":"123456789"})");
  EXPECT_EQ(header("x-amz-checksum-crc32"), "y/Q5Jg==");  // CRC-32's check value, CBF43926
  EXPECT_EQ(header("x-amz-sdk-checksum-algorithm"), "CRC32");
  make("PutBucketPolicy", R"({"Bucket":"logs","Key":"k","Body":"","ChecksumAlgorithm":"SHA256"})");
  EXPECT_EQ(header("x-amz-checksum-sha256"), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  make("PutObject", R"({"Bucket":"logs","Key":"k","Body":"x"})");
  EXPECT_EQ(header("x-amz-checksum-crc32"), "none");
}

TEST_F(S3Call, FollowsABucketToItsRegionAndRemembersIt) {
  http.answer(301, "<Error><Code>PermanentRedirect</Code></Error>",
              {{"x-amz-bucket-region", "eu-west-1"}});
  http.answer(200, "");
  EXPECT_TRUE(make("PutObject", R"({"Bucket":"logs","Key":"k","Body":"x"})").ok());
  ASSERT_EQ(http.requests.size(), 2u);
  EXPECT_EQ(http.requests[1].url, "https://logs.s3.eu-west-1.amazonaws.com/k");
  EXPECT_NE(header("Authorization").find("/eu-west-1/s3/"), std::string::npos);
  EXPECT_EQ(url("logs"), "https://logs.s3.eu-west-1.amazonaws.com/?policy");
}

TEST_F(S3Call, FollowsOnce) {
  http.answer(301, "", {{"x-amz-bucket-region", "eu-west-1"}});
  http.answer(301, "", {{"x-amz-bucket-region", "us-east-1"}});
  EXPECT_FALSE(make("HeadBucket", R"({"Bucket":"logs"})").ok());
  EXPECT_EQ(http.requests.size(), 2u);
}

TEST_F(S3Call, KnowsAnErrorWithoutABodyAndOneAfterTwoHundred) {
  http.answer(404, "");
  EXPECT_EQ(make("HeadBucket", R"({"Bucket":"logs"})").code(), "NotFound");
  http.answers.clear();
  http.answer(200, "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code></Error>");
  EXPECT_EQ(make("PutObject", R"({"Bucket":"logs","Key":"k","Body":"x"})").code(), "InternalError");
}

TEST(Route53Call, LeavesThePathsOfIdentifiersOut) {
  const auto model = model_of(R"({
"metadata": {"protocol": "rest-xml", "endpointPrefix": "route53", "serviceId": "Route 53", "signingName": "route53"},
"operations": {"GetHostedZone": {"http": {"method": "GET", "requestUri": "/2013-04-01/hostedzone/{Id}"},
   "input": {"shape": "In"}, "output": {"shape": "Out"}}},
"shapes": {
  "In": {"type": "structure", "members": {"Id": {"shape": "ResourceId", "location": "uri", "locationName": "Id"}}},
  "Out": {"type": "structure", "members": {"HostedZone": {"shape": "Zone"}}},
  "Zone": {"type": "structure", "members": {"Id": {"shape": "ResourceId"}, "Name": {"shape": "Text"}}},
  "ResourceId": {"type": "string"}, "Text": {"type": "string"}}})");
  FakeEnv env;
  FakeHttp http;
  http.answer(200,
              "<R><HostedZone><Id>/hostedzone/Z1</Id><Name>/hostedzone/</Name></HostedZone></R>");
  Throttle throttle(1);
  Guarded<CallStats> stats;
  Sender sender(env, http, throttle, stats, {"AKIDEXAMPLE", "the-secret", ""}, 1);
  const Node input = *parse_json(R"({"Id":"/hostedzone/Z1"})");
  CallRequest request;
  request.model = model.get();
  request.operation = model->find("GetHostedZone");
  request.input = &input;
  request.endpoint = {"https://route53.amazonaws.com", "us-east-1", false};
  const CallOutcome outcome = call(sender, request);
  EXPECT_EQ(http.requests[0].url, "https://route53.amazonaws.com/2013-04-01/hostedzone/Z1");
  EXPECT_EQ(to_json(outcome.output), R"({"HostedZone":{"Id":"Z1","Name":"/hostedzone/"}})");
}

}  // namespace
}  // namespace tenon::aws
