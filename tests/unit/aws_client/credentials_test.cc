#include "providers/aws/client/credentials.h"

#include <gtest/gtest.h>

#include "providers/aws/client/ini.h"
#include "providers/aws/client/sender.h"
#include "tests/unit/aws_client/fakes.h"

namespace tenon::aws {
namespace {

// Everything that finding credentials needs, scripted.
struct World {
  explicit World(FakeEnv& surroundings) : env(surroundings) {}
  World() : env(own) {}
  FakeEnv own;
  FakeEnv& env;
  FakeHttp http;
  FakeProcesses processes;
  Throttle throttle{4};
  Guarded<CallStats> stats;

  CredentialParts parts() { return {env, http, throttle, stats, processes}; }
  Result<FoundCredentials> find(const CredentialSettings& settings = {}) {
    return find_credentials(parts(), settings);
  }
};

// Where there is neither a container nor a machine.
Result<FoundCredentials> find_credentials(FakeEnv& env, const CredentialSettings& settings) {
  World world(env);
  env.settings["AWS_EC2_METADATA_DISABLED"] = "true";
  return world.find(settings);
}

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

TEST(Credentials, WithACodeToTypeAreRefusedByName) {
  FakeEnv env;
  env.files[kConfig] = "[default]\nrole_arn = arn:r\nmfa_serial = arn:mfa\nsource_profile = b\n";
  const auto found = find_credentials(env, {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().category, ErrorCategory::Unsupported);
  EXPECT_NE(found.error().message.find("mfa_serial"), std::string::npos);
  EXPECT_NE(found.error().message.find("export-credentials"), std::string::npos);
}

std::string sts_answer(const std::string& key, const std::string& expires) {
  return "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
         "<AssumeRoleResult><Credentials><AccessKeyId>" +
         key +
         "</AccessKeyId><SecretAccessKey>s+/=</SecretAccessKey><SessionToken>tok</SessionToken>"
         "<Expiration>" +
         expires + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
}

TEST(AssumeRole, OfTheProviderBlockIsAskedForWithEverythingThatItSays) {
  World world;
  world.http.answer(200, sts_answer("ASIA1", "2015-08-30T13:36:00Z"));
  CredentialSettings settings;
  settings.access_key = "B";
  settings.secret_key = "b";
  settings.region = "eu-west-1";
  RoleSettings role;
  role.role_arn = "arn:aws:iam::1:role/x";
  role.session_name = "me";
  role.external_id = "ex &1";
  role.duration = std::chrono::hours(1);
  role.policy_arns = {"arn:p"};
  role.tags = {{"Team", "a"}};
  role.transitive_tag_keys = {"Team"};
  role.source_identity = "who";
  settings.roles = {role};
  const auto found = world.find(settings);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->credentials.access_key_id, "ASIA1");
  EXPECT_EQ(found->credentials.secret_access_key, "s+/=");
  EXPECT_EQ(found->credentials.session_token, "tok");
  EXPECT_EQ(found->source,
            "the role arn:aws:iam::1:role/x, assumed with credentials of the provider block");
  ASSERT_EQ(world.http.requests.size(), 1U);
  EXPECT_EQ(world.http.requests[0].url, "https://sts.eu-west-1.amazonaws.com/");
  EXPECT_EQ(world.http.requests[0].body,
            "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx"
            "&RoleSessionName=me&DurationSeconds=3600&PolicyArns.member.1.arn=arn%3Ap"
            "&ExternalId=ex%20%261&SourceIdentity=who&Tags.member.1.Key=Team"
            "&Tags.member.1.Value=a&TransitiveTagKeys.member.1=Team");
}

TEST(AssumeRole, OneAfterTheOther) {
  World world;
  world.http.answer(200, sts_answer("ASIA1", "2015-08-30T13:36:00Z"));
  world.http.answer(200, sts_answer("ASIA2", "2015-08-30T13:36:00Z"));
  CredentialSettings settings;
  settings.access_key = "B";
  settings.secret_key = "b";
  RoleSettings first, second;
  first.role_arn = "arn:first";
  second.role_arn = "arn:second";
  settings.roles = {first, second};
  const auto found = world.find(settings);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->credentials.access_key_id, "ASIA2");
  // The second is signed with what the first gave.
  bool signed_with_first = false;
  for (const auto& [name, value] : world.http.requests.at(1).headers)
    signed_with_first = signed_with_first || value.find("Credential=ASIA1/") != std::string::npos;
  EXPECT_TRUE(signed_with_first);
}

TEST(AssumeRole, RefusedSaysWithWhoseCredentials) {
  World world;
  world.http.answer(403,
                    "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                    "<Message>not for you</Message></Error></ErrorResponse>");
  world.env.settings["AWS_ACCESS_KEY_ID"] = "E";
  world.env.settings["AWS_SECRET_ACCESS_KEY"] = "very-secret";
  CredentialSettings settings;
  RoleSettings role;
  role.role_arn = "arn:r";
  settings.roles = {role};
  const auto found = world.find(settings);
  ASSERT_FALSE(found);
  for (const char* part : {"arn:r", "environment variables", "AccessDenied", "not for you"})
    EXPECT_NE(found.error().message.find(part), std::string::npos) << found.error().message;
  EXPECT_EQ(found.error().message.find("very-secret"), std::string::npos);
}

TEST(AssumeRole, OfAProfileTakesItsSourceProfile) {
  World world;
  world.http.answer(200, sts_answer("ASIA1", "2015-08-30T13:36:00Z"));
  world.env.files[kConfig] =
      "[profile app]\nrole_arn = arn:app\nsource_profile = base\nexternal_id = x\n"
      "[profile base]\naws_access_key_id = P\naws_secret_access_key = p\n";
  world.env.settings["AWS_PROFILE"] = "app";
  const auto found = world.find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_NE(found->source.find("arn:app"), std::string::npos);
  EXPECT_NE(found->source.find("profile base"), std::string::npos);
  EXPECT_NE(world.http.requests.at(0).body.find("ExternalId=x"), std::string::npos);
}

TEST(AssumeRole, OfProfilesInACircleEnds) {
  World world;
  world.env.files[kConfig] =
      "[profile a]\nrole_arn = arn:a\nsource_profile = b\n"
      "[profile b]\nrole_arn = arn:b\nsource_profile = a\n";
  world.env.settings["AWS_PROFILE"] = "a";
  const auto found = world.find();
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("circle"), std::string::npos);
  EXPECT_TRUE(world.http.requests.empty());
}

TEST(WebIdentity, OfTheEnvironmentNeedsNoKeys) {
  World world;
  world.http.answer(200, sts_answer("ASIAW", "2015-08-30T13:36:00Z"));
  world.env.settings["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token";
  world.env.settings["AWS_ROLE_ARN"] = "arn:web";
  world.env.settings["AWS_REGION"] = "cn-north-1";
  world.env.files["/token"] = "header.payload.signature\n";
  const auto found = world.find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->credentials.access_key_id, "ASIAW");
  const HttpRequest& request = world.http.requests.at(0);
  EXPECT_EQ(request.url, "https://sts.cn-north-1.amazonaws.com.cn/");
  EXPECT_NE(request.body.find("Action=AssumeRoleWithWebIdentity"), std::string::npos);
  EXPECT_NE(request.body.find("WebIdentityToken=header.payload.signature"), std::string::npos);
  for (const auto& [name, value] : request.headers) EXPECT_NE(name, "Authorization");
}

TEST(WebIdentity, ComesAfterKeysInTheEnvironment) {
  World world;
  world.env.settings["AWS_WEB_IDENTITY_TOKEN_FILE"] = "/token";
  world.env.settings["AWS_ACCESS_KEY_ID"] = "E";
  world.env.settings["AWS_SECRET_ACCESS_KEY"] = "e";
  EXPECT_EQ(world.find()->source, "environment variables");
}

TEST(Container, IsAskedWithItsToken) {
  World world;
  world.http.answer(200, R"({"AccessKeyId":"C","SecretAccessKey":"c","Token":"t",)"
                         R"("Expiration":"2015-08-30T13:36:00Z"})");
  world.env.settings["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://169.254.170.23/v1/credentials";
  world.env.settings["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/var/token";
  world.env.files["/var/token"] = "the token\n";
  const auto found = world.find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->credentials.session_token, "t");
  ASSERT_TRUE(found->expires);
  ASSERT_EQ(world.http.requests.at(0).headers.size(), 1U);
  EXPECT_EQ(world.http.requests[0].headers[0].second, "the token");
}

TEST(Container, IsNotAskedInTheClearElsewhere) {
  World world;
  world.env.settings["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://example.com/credentials";
  const auto found = world.find();
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().message.find("example.com"), std::string::npos);
  EXPECT_TRUE(world.http.requests.empty());
}

TEST(Machine, IsAskedWithASessionToken) {
  World world;
  world.http.answer(200, "session");
  world.http.answer(200, "the-role\n");
  world.http.answer(200, R"({"Code":"Success","AccessKeyId":"M","SecretAccessKey":"m","Token":"t",)"
                         R"("Expiration":"2015-08-30T13:36:00Z"})");
  const auto found = world.find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->source, "the machine's role the-role");
  ASSERT_EQ(world.http.requests.size(), 3U);
  EXPECT_EQ(world.http.requests[0].method, "PUT");
  EXPECT_EQ(world.http.requests[2].url,
            "http://169.254.169.254/latest/meta-data/iam/security-credentials/the-role");
  EXPECT_EQ(world.http.requests[2].headers.at(0).second, "session");
}

TEST(Machine, IsLeftAloneWhereTheBlockSaysSo) {
  World world;
  CredentialSettings settings;
  settings.skip_metadata = true;
  EXPECT_FALSE(world.find(settings));
  EXPECT_TRUE(world.http.requests.empty());
}

TEST(CredentialProcess, IsRunByTheShell) {
  World world;
  world.env.files[kConfig] = "[default]\ncredential_process = vault \"a b\"\n";
  world.processes.output = R"({"Version":1,"AccessKeyId":"V","SecretAccessKey":"v",)"
                           R"("Expiration":"2015-08-30T13:36:00Z"})";
  const auto found = world.find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->credentials.access_key_id, "V");
  EXPECT_EQ(world.processes.arguments,
            (std::vector<std::string>{"/bin/sh", "-c", "vault \"a b\""}));
  world.processes.output = R"({"Version":2})";
  EXPECT_NE(world.find().error().message.find("Version"), std::string::npos);
  world.processes.end.code = 3;
  EXPECT_NE(world.find().error().message.find("exit status 3"), std::string::npos);
}

class IdentityCenter : public ::testing::Test {
 protected:
  IdentityCenter() {
    world.env.files[kConfig] =
        "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev Ops\n"
        "[sso-session corp]\nsso_start_url = https://corp\nsso_region = eu-west-1\n";
  }
  // sha1 of "corp"
  static constexpr const char* kCache =
      "/home/ann/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";
  static constexpr const char* kAnswer =
      R"({"roleCredentials":{"accessKeyId":"S","secretAccessKey":"s","sessionToken":"t",)"
      R"("expiration":1440941760000}})";
  World world;
};

TEST_F(IdentityCenter, GivesTheRoleForTheTokenInItsCache) {
  world.env.files[kCache] = R"({"accessToken":"A","expiresAt":"2015-08-30T20:36:00Z"})";
  world.http.answer(200, kAnswer);
  const auto found = world.find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->credentials.access_key_id, "S");
  EXPECT_EQ(world.http.requests.at(0).url,
            "https://portal.sso.eu-west-1.amazonaws.com/federation/credentials?role_name=Dev%20Ops"
            "&account_id=1");
}

TEST_F(IdentityCenter, RenewsALoginThatHasRunOut) {
  world.env.files[kCache] =
      R"({"accessToken":"A","expiresAt":"2015-08-30T10:36:00Z","refreshToken":"r",)"
      R"("clientId":"i","clientSecret":"c","registrationExpiresAt":"2016-08-30T10:36:00Z"})";
  world.http.answer(200, R"({"accessToken":"B","expiresIn":3600})");
  world.http.answer(200, kAnswer);
  const auto found = world.find();
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(world.http.requests.at(0).url, "https://oidc.eu-west-1.amazonaws.com/token");
  EXPECT_EQ(world.http.requests.at(1).headers.at(0).second, "B");
}

TEST_F(IdentityCenter, SaysHowToLogIn) {
  for (const char* cache :
       {"", "no JSON", R"({"accessToken":"A","expiresAt":"2015-01-01T00:00:00Z"})"}) {
    if (*cache != '\0') world.env.files[kCache] = cache;
    const auto found = world.find();
    ASSERT_FALSE(found);
    EXPECT_NE(found.error().message.find("aws sso login --sso-session corp"), std::string::npos);
  }
  EXPECT_TRUE(world.http.requests.empty());
}

TEST(CredentialSource, GetsNewOnesBeforeTheyRunOut) {
  World world;
  world.http.answer(200, sts_answer("ASIA1", "2015-08-30T13:36:00Z"));  // in an hour
  world.http.answer(200, sts_answer("ASIA2", "2015-08-30T15:36:00Z"));
  CredentialSettings settings;
  settings.access_key = "B";
  settings.secret_key = "b";
  RoleSettings role;
  role.role_arn = "arn:r";
  settings.roles = {role};
  const auto source = credential_source(world.parts(), settings);
  EXPECT_EQ(source->current()->credentials.access_key_id, "ASIA1");
  world.env.time += std::chrono::minutes(50);
  EXPECT_EQ(source->current()->credentials.access_key_id, "ASIA1");
  EXPECT_EQ(world.http.requests.size(), 1U);
  world.env.time += std::chrono::minutes(6);
  EXPECT_EQ(source->current()->credentials.access_key_id, "ASIA2");
  EXPECT_EQ(world.http.requests.size(), 2U);
}

TEST(CredentialSource, KeepsWhatStillHoldsWhereRenewalFails) {
  World world;
  world.http.answer(200, sts_answer("ASIA1", "2015-08-30T13:36:00Z"));
  world.http.answer(403, "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>");
  CredentialSettings settings;
  settings.access_key = "B";
  settings.secret_key = "b";
  RoleSettings role;
  role.role_arn = "arn:r";
  settings.roles = {role};
  const auto source = credential_source(world.parts(), settings);
  ASSERT_TRUE(source->current());
  world.env.time += std::chrono::minutes(57);
  EXPECT_EQ(source->current()->credentials.access_key_id, "ASIA1");
  world.env.time += std::chrono::minutes(5);
  EXPECT_FALSE(source->current());
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
