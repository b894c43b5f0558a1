#include "state/s3/settings.h"

#include <gtest/gtest.h>

#include "state/s3/place.h"
#include "tests/unit/aws_client/fakes.h"

namespace tenon {
namespace {

class S3SettingsTest : public testing::Test {
 protected:
  S3SettingsTest() {
    given.type = "s3";
    given.arena = std::make_shared<Arena>();
    set("bucket", "states");
    set("key", "app.tfstate");
    set("region", "eu-west-1");
  }
  void set(const std::string& name, const std::string& text) {
    given.arguments[name] = Value::string(*given.arena, text);
  }
  S3Settings read() { return s3_settings(env, given, diagnostics); }
  std::string first() {
    return diagnostics.empty() ? ""
                               : diagnostics.list()[0].code + " " + diagnostics.list()[0].detail;
  }

  aws::FakeEnv env;
  BackendSettings given;
  Diagnostics diagnostics;
};

TEST_F(S3SettingsTest, TakesWhatIsSaid) {
  set("use_lockfile", "true");  // as -backend-config gives it
  given.arguments["encrypt"] = Value::boolean(true);
  set("kms_key_id", "k");
  set("max_retries", "2");
  const S3Settings settings = read();
  EXPECT_TRUE(diagnostics.empty()) << first();
  EXPECT_EQ(settings.bucket, "states");
  EXPECT_TRUE(settings.use_lockfile);
  EXPECT_TRUE(settings.encrypt);
  EXPECT_EQ(settings.max_attempts, 3);
}

TEST_F(S3SettingsTest, TakesRegionFromTheEnvironment) {
  given.arguments.erase("region");
  env.settings["AWS_REGION"] = "eu-north-1";
  EXPECT_EQ(read().region, "eu-north-1");
  EXPECT_TRUE(diagnostics.empty()) << first();
}

TEST_F(S3SettingsTest, NamesEveryMissingArgument) {
  given.arguments.clear();
  read();
  ASSERT_EQ(diagnostics.size(), 3u);
  for (const Diagnostic& each : diagnostics.list()) EXPECT_EQ(each.code, "E0643");
}

TEST_F(S3SettingsTest, KnowsWhatIsMeantByASlip) {
  set("buckett", "x");
  read();
  EXPECT_NE(first().find("Did you mean \"bucket\"?"), std::string::npos) << first();
}

TEST_F(S3SettingsTest, RefusesWhatIsOfAnotherType) {
  given.arguments["key"] = Value::empty_object();
  set("encrypt", "perhaps");
  read();
  ASSERT_EQ(diagnostics.size(), 2u);
  EXPECT_EQ(diagnostics.list()[0].code, "E0642");
  EXPECT_EQ(diagnostics.list()[1].code, "E0642");
}

TEST_F(S3SettingsTest, RefusesByNameWhatComesLater) {
  given.arguments["insecure"] = Value::boolean(true);
  read();
  EXPECT_EQ(first().substr(0, 5), "E0644");
  EXPECT_NE(first().find("insecure"), std::string::npos);
}

TEST_F(S3SettingsTest, TakesRoles) {
  Arena& arena = *given.arena;
  const std::vector<MapEntry> entries = {
      {"duration", Value::string(arena, "1h")},
      {"external_id", Value::string(arena, "x")},
      {"role_arn", Value::string(arena, "arn:aws:iam::1:role/r")}};
  given.arguments["assume_role"] = Value::map(arena, Type::string(), entries);
  const S3Settings settings = read();
  EXPECT_TRUE(diagnostics.empty()) << first();
  ASSERT_EQ(settings.credentials.roles.size(), 1u);
  EXPECT_EQ(settings.credentials.roles[0].role_arn, "arn:aws:iam::1:role/r");
  EXPECT_EQ(settings.credentials.roles[0].external_id, "x");
  EXPECT_EQ(settings.credentials.roles[0].duration.count(), 3600);
}

TEST_F(S3SettingsTest, RefusesRolesThatAreNotWhole) {
  Arena& arena = *given.arena;
  const std::vector<MapEntry> entries = {{"role_arm", Value::string(arena, "r")}};
  given.arguments["assume_role"] = Value::map(arena, Type::string(), entries);
  read();
  EXPECT_NE(first().find("Did you mean \"role_arn\"?"), std::string::npos) << first();
  diagnostics = Diagnostics();
  given.arguments.erase("assume_role");
  given.arguments["assume_role_with_web_identity"] = Value::empty_object();
  read();
  EXPECT_NE(first().find("web_identity_token_file"), std::string::npos) << first();
}

TEST_F(S3SettingsTest, RefusesKeysThatNoPathCanHave) {
  set("key", "/app.tfstate");
  read();
  EXPECT_EQ(first().substr(0, 5), "E0642");
}

TEST_F(S3SettingsTest, TakesACustomerKeyOnlyWhole) {
  set("sse_customer_key", "c2hvcnQ=");
  read();
  EXPECT_EQ(first().substr(0, 5), "E0642");
  diagnostics = Diagnostics();
  set("sse_customer_key", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");
  EXPECT_EQ(read().sse_customer_key, "01234567890123456789012345678901");
  EXPECT_TRUE(diagnostics.empty()) << first();
}

TEST_F(S3SettingsTest, FindsEndpointsInTheBlockFirst) {
  env.settings["AWS_ENDPOINT_URL_S3"] = "http://b:1";
  EXPECT_EQ(read().endpoints["s3"], "http://b:1");
  set("endpoint", "http://a:1");
  EXPECT_EQ(read().endpoints["s3"], "http://a:1");
  EXPECT_EQ(first().substr(0, 5), "W0645");
}

TEST_F(S3SettingsTest, PutsWorkspacesUnderTheirPrefix) {
  const S3Settings settings = read();
  EXPECT_EQ(s3_key_of(settings, "default"), "app.tfstate");
  EXPECT_EQ(s3_key_of(settings, "w"), "env:/w/app.tfstate");
}

TEST_F(S3SettingsTest, RemembersEveryArgumentAsTerraformDoes) {
  set("use_lockfile", "true");
  const std::string json = s3_config_json(given);
  EXPECT_EQ(json.substr(0, 36), "{\"access_key\":null,\"acl\":null,\"allow");
  EXPECT_NE(json.find("\"use_lockfile\":true,"), std::string::npos);
  EXPECT_NE(json.find("\"workspace_key_prefix\":null}"), std::string::npos);
}

}  // namespace
}  // namespace tenon
