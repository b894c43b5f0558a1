#include "providers/aws/resource/policy_document.h"

#include <gtest/gtest.h>

namespace tenon::aws {
namespace {

// What Terraform's provider 5.100 printed for the same arguments.

std::string minified(const std::string& arguments) {
  const auto node = parse_json(arguments);
  if (!node) return node.error().message;
  const auto made = policy_document(*node);
  return made ? made->find("minified_json")->text() : "error: " + made.error().message;
}

TEST(PolicyDocument, NothingIsAVersion) {
  const auto made = policy_document(Node::map());
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->find("json")->text(), "{\n  \"Version\": \"2012-10-17\"\n}");
  EXPECT_EQ(made->find("id")->text(), "1132004489");
  EXPECT_EQ(made->find("version")->text(), "2012-10-17");
}

TEST(PolicyDocument, IndentsByTwoAndEscapesAsTerraformDoes) {
  const auto made = policy_document(*parse_json(
      R"({"statement": [{"actions": ["b:c", "a:b"], "resources": ["<&{aws:username}>&\"é"]}]})"));
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->find("json")->text(), R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "b:c",
        "a:b"
      ],
      "Resource": "\u003c${aws:username}\u003e\u0026\"é"
    }
  ]
})");
}

TEST(PolicyDocument, VariablesAreWrittenWithAnAmpersandInConfigurations) {
  EXPECT_EQ(
      minified(R"({"statement": [{"sid": "s", "actions": ["&{x}"], "not_resources": ["&{x}"],
      "condition": [{"test": "T", "variable": "v&{q}", "values": ["&{a}"]}]}]})"),
      R"({"Version":"2012-10-17","Statement":[{"Sid":"s","Effect":"Allow","Action":"\u0026{x}",)"
      R"("NotResource":"${x}","Condition":{"T":{"v\u0026{q}":"${a}"}}}]})");
  EXPECT_NE(minified(R"({"version": "2008-10-17", "statement": [{"resources": ["&{x}"]}]})")
                .find("have no variables"),
            std::string::npos);
}

TEST(PolicyDocument, PrincipalsOfOneKindAreJoinedInTheOrderOfTerraformsSets) {
  EXPECT_EQ(minified(R"({"statement": [{"principals": [
      {"type": "AWS", "identifiers": ["z"]}, {"type": "AWS", "identifiers": ["b", "d"]},
      {"type": "AWS", "identifiers": ["q", "c"]}, {"type": "AWS", "identifiers": ["m"]},
      {"type": "Service", "identifiers": ["&{aws:a}", "1x"]}]}]})"),
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
            R"({"AWS":["q","c","d","b","m","z"],"Service":["1x","${aws:a}"]}}]})");
}

TEST(PolicyDocument, AnyoneIsAStarByItself) {
  EXPECT_EQ(minified(R"({"statement": [
      {"principals": [{"type": "*", "identifiers": ["*"]}]},
      {"not_principals": [{"type": "AWS", "identifiers": ["*"]}]},
      {"principals": [{"type": "*", "identifiers": ["*"]}, {"type": "AWS", "identifiers": ["b"]}]}]})"),
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*"},)"
            R"({"Effect":"Allow","NotPrincipal":{"AWS":"*"}},)"
            R"({"Effect":"Allow","Principal":{"*":"*","AWS":"b"}}]})");
}

TEST(PolicyDocument, ConditionsKeepTheOrderOfTheirValues) {
  EXPECT_EQ(minified(R"({"statement": [{"condition": [
      {"test": "M", "variable": "v", "values": ["2", "&{a}", "3"]},
      {"test": "M", "variable": "v", "values": ["9"]},
      {"test": "L", "variable": "v", "values": []},
      {"test": "L", "variable": "u", "values": ["b"]}]}]})"),
            R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Condition":)"
            R"({"L":{"u":"b","v":[]},"M":{"v":["9","2","${a}","3"]}}}]})");
}

TEST(PolicyDocument, OwnStatementsReplaceThoseOfSourcesAndOverridesReplaceBoth) {
  EXPECT_EQ(
      minified(R"({"policy_id": "own",
      "source_policy_documents": ["{\"Id\":\"source\",\"Statement\":[{\"Sid\":\"A\",\"Action\":\"a:a\"},{\"Action\":\"n:1\"}]}", ""],
      "statement": [{"sid": "A", "actions": ["own:a"]}, {"sid": "B", "actions": ["own:b"]}],
      "override_policy_documents": ["{\"Statement\":[{\"Sid\":\"B\",\"Effect\":\"Deny\",\"Action\":[\"z\",\"a\"]},{\"Action\":\"n:2\"}]}"]})"),
      R"({"Version":"2012-10-17","Id":"own","Statement":[{"Sid":"A","Effect":"Allow","Action":"own:a"},)"
      R"({"Action":"n:1"},{"Sid":"B","Effect":"Deny","Action":["z","a"]},{"Action":"n:2"}]})");
}

TEST(PolicyDocument, TheNewerVersionCounts) {
  EXPECT_EQ(
      minified(
          R"({"version": "2008-10-17", "source_policy_documents": ["{\"Version\":\"2012-10-17\"}"]})"),
      R"({"Version":"2012-10-17"})");
  EXPECT_EQ(
      minified(
          R"({"version": "2008-10-17", "override_policy_documents": ["{\"version\":\"2008-10-17\"}", "null"]})"),
      R"({"Version":"2008-10-17"})");
}

TEST(PolicyDocument, DocumentsKeepListsButSortPrincipals) {
  EXPECT_EQ(
      minified(
          R"({"source_policy_documents": ["{\"Statement\":[{\"Action\":[\"a\"],\"Resource\":[],\"Extra\":1,)"
          R"(\"Principal\":{\"Service\":[\"z\",\"a\",\"z\"],\"AWS\":[\"b\"]},\"NotPrincipal\":{},)"
          R"(\"Condition\":{\"Bool\":{\"x\":true},\"S\":{\"y\":[\"q\"],\"x\":[\"y\",\"x\"]}}}]}"]})"),
      R"({"Version":"2012-10-17","Statement":[{"Action":["a"],"Resource":[],"Principal":{"AWS":["b"],"Service":["z","z","a"]},)"
      R"("Condition":{"Bool":{"x":"true"},"S":{"x":["y","x"],"y":"q"}}}]})");
}

TEST(PolicyDocument, ASidIsGivenOnce) {
  EXPECT_NE(minified(R"({"statement": [{"sid": "a"}, {"sid": "a"}]})").find("two statements"),
            std::string::npos);
  const std::string source = R"("{\"Statement\":[{\"Sid\":\"s\"}]}")";
  EXPECT_NE(minified(R"({"source_policy_documents": [)" + source + "," + source + "]}")
                .find("source_policy_documents[1]: the Sid \"s\""),
            std::string::npos);
  EXPECT_EQ(minified(R"({"override_policy_documents": [)" + source + "," + source + "]}"),
            R"({"Version":"2012-10-17","Statement":[{"Sid":"s"}]})");
}

TEST(PolicyDocument, RefusesWhatWouldBeDroppedSilently) {
  for (const char* document :
       {R"({\"Statement\":[{\"Condition\":{\"NumericLessThan\":{\"a\":5}}}]})",
        R"({\"Statement\":[{\"Condition\":5}]})",
        R"({\"Statement\":[{\"Principal\":\"someone\"}]})", R"({\"Statement\":[{\"Action\":5}]})",
        R"({\"Statement\":{}})", "[]", "{"}) {
    const std::string told =
        minified(R"({"source_policy_documents": [")" + std::string(document) + "\"]}");
    EXPECT_EQ(told.rfind("error: source_policy_documents[0]: ", 0), 0u) << document << told;
  }
}

}  // namespace
}  // namespace tenon::aws
