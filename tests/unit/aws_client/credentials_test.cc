#include "providers/aws/client/credentials.h"

#include <gtest/gtest.h>

#include "providers/aws/client/ini.h"
#include "tests/unit/aws_client/fakes.h"

namespace tenon::aws {
namespace {

constexpr const char* kConfig = "/home/ann/.aws/config";
constexpr const char* kCredentials = "/home/ann/.aws/credentials";

TEST(Ini, ReadsSectionsKeysAndComments) {
  const IniFile file = parse_ini(
      "# a comment\n"
      "[default]\r\n"
      "region = eu-west-1 ; not this\r\n"
      "; nor this\n"
      "Output=json#kept\n"
      "\n"
      "[profile   dev]\n"
      "aws_access_key_id=A\n"
      "s3 =\n"
      "  max_queue_size = 5\n"
      "region=us-east-2\n"
      "[profile \"quoted name\"]\n"
      "region = x\n"
      "no equals sign\n");
  EXPECT_EQ(file.at("default").at("region"), "eu-west-1");
  EXPECT_EQ(file.at("default").at("output"), "json#kept");
  EXPECT_EQ(file.at("profile dev").at("aws_access_key_id"), "A");
  EXPECT_EQ(file.at("profile dev").at("s3.max_queue_size"), "5");
  EXPECT_EQ(file.at("profile dev").at("region"), "us-east-2");
  EXPECT_EQ(file.at("profile quoted name").at("region"), "x");
}

TEST(Ini, SkipsWhatStandsOutsideOfSections) {
  EXPECT_TRUE(parse_ini("a = b\n[broken\nc = d\n").empty());
}

TEST(Credentials, OfTheProviderBlockComeFirst) {
  FakeEnv env;
  env.settings["AWS_ACCESS_KEY_ID"] = "E";
  env.settings["AWS_SECRET_ACCESS_KEY"] = "e";
  CredentialSettings settings;
  settings.access_key = "B";
  settings.secret_key = "b";
  settings.token = "t";
  const auto found = find_credentials(env, settings);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->credentials.access_key_id, "B");
  EXPECT_EQ(found->credentials.session_token, "t");
  EXPECT_EQ(found->source, "the provider block");
}

TEST(Credentials, OfTheEnvironmentComeBeforeTheDefaultProfile) {
  FakeEnv env;
  env.files[kCredentials] = "[default]\naws_access_key_id=F\naws_secret_access_key=f\n";
  env.settings["AWS_ACCESS_KEY_ID"] = "E";
  env.settings["AWS_SECRET_ACCESS_KEY"] = "e";
  env.settings["AWS_SESSION_TOKEN"] = "t";
  const auto found = find_credentials(env, {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->credentials.access_key_id, "E");
  EXPECT_EQ(found->credentials.session_token, "t");
  EXPECT_EQ(found->source, "environment variables");
}

TEST(Credentials, OfAProfileInTheBlockComeBeforeTheEnvironment) {
  FakeEnv env;
  env.files[kConfig] = "[profile dev]\naws_access_key_id=P\naws_secret_access_key=p\n";
  env.settings["AWS_ACCESS_KEY_ID"] = "E";
  env.settings["AWS_SECRET_ACCESS_KEY"] = "e";
  CredentialSettings settings;
  settings.profile = "dev";
  const auto found = find_credentials(env, settings);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->credentials.access_key_id, "P");
  EXPECT_EQ(found->source, "profile dev");
}

TEST(Credentials, OfTheCredentialsFileComeBeforeTheConfigFile) {
  FakeEnv env;
  env.files[kConfig] = "[default]\naws_access_key_id=C\naws_secret_access_key=c\n";
  env.files[kCredentials] = "[default]\naws_access_key_id=F\naws_secret_access_key=f\n";
  EXPECT_EQ(find_credentials(env, {})->credentials.access_key_id, "F");
}

TEST(Credentials, AreReadFromTheFilesThatTheEnvironmentNames) {
  FakeEnv env;
  env.files["/elsewhere"] = "[ci]\naws_access_key_id=X\naws_secret_access_key=x\n";
  env.settings["AWS_SHARED_CREDENTIALS_FILE"] = "/elsewhere";
  env.settings["AWS_PROFILE"] = "ci";
  EXPECT_EQ(find_credentials(env, {})->credentials.access_key_id, "X");
}

TEST(Credentials, AreRefusedByHalves) {
  FakeEnv env;
  env.settings["AWS_SECRET_ACCESS_KEY"] = "hidden";
  const auto found = find_credentials(env, {});
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("only the second is set"), std::string::npos);
  EXPECT_EQ(found.error().message.find("hidden"), std::string::npos);

  CredentialSettings settings;
  settings.access_key = "B";
  EXPECT_NE(find_credentials(env, settings).error().message.find("without the other"),
            std::string::npos);
}

TEST(Credentials, NameEveryPlaceThatWasLookedAtWhereThereAreNone) {
  FakeEnv env;
  const auto found = find_credentials(env, {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().category, ErrorCategory::Unauthenticated);
  for (const char* part : {"provider block", "environment", "default", "/home/ann/.aws/config",
                           "/home/ann/.aws/credentials", "AWS_ACCESS_KEY_ID"})
    EXPECT_NE(found.error().message.find(part), std::string::npos) << found.error().message;
}

TEST(Credentials, NameAProfileThatDoesNotExist) {
  FakeEnv env;
  env.settings["AWS_PROFILE"] = "nobody";
  const auto found = find_credentials(env, {});
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("there is no profile \"nobody\""), std::string::npos);
}

TEST(Credentials, NameTheKindThatIsNotSupportedYet) {
  FakeEnv env;
  env.files[kConfig] = "[default]\nsso_session = corp\n";
  const auto found = find_credentials(env, {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().category, ErrorCategory::Unsupported);
  EXPECT_NE(found.error().message.find("sso_session"), std::string::npos);
  EXPECT_NE(found.error().message.find("export-credentials"), std::string::npos);
}

TEST(Region, ComesFromTheEnvironmentThenTheProfile) {
  FakeEnv env;
  EXPECT_FALSE(find_region(env, {}));
  env.files[kConfig] = "[default]\nregion = eu-north-1\n[profile dev]\nregion = eu-west-2\n";
  EXPECT_EQ(find_region(env, {}), "eu-north-1");
  CredentialSettings settings;
  settings.profile = "dev";
  EXPECT_EQ(find_region(env, settings), "eu-west-2");
  env.settings["AWS_DEFAULT_REGION"] = "us-west-1";
  EXPECT_EQ(find_region(env, settings), "us-west-1");
  env.settings["AWS_REGION"] = "us-west-2";
  EXPECT_EQ(find_region(env, settings), "us-west-2");
}

TEST(ProfileSetting, IsReadFromTheProfileInUse) {
  FakeEnv env;
  env.files[kConfig] = "[profile dev]\nmax_attempts = 7\n";
  env.settings["AWS_PROFILE"] = "dev";
  EXPECT_EQ(profile_setting(env, {}, "max_attempts"), "7");
  EXPECT_FALSE(profile_setting(env, {}, "endpoint_url"));
}

}  // namespace
}  // namespace tenon::aws
