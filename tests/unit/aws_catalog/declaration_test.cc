#include "providers/aws/catalog/declaration.h"

#include <gtest/gtest.h>

#include "providers/aws/catalog/compile.h"

namespace tenon::aws {
namespace {

// One service with one kind of thing.
constexpr std::string_view kModel = R"({
  "metadata": {"protocol": "json", "endpointPrefix": "shop", "serviceId": "Shop"},
  "operations": {
    "MakeThing": {"input": {"shape": "Thing"}, "output": {"shape": "Thing"}},
    "ReadThing": {"input": {"shape": "Which"}, "output": {"shape": "Thing"}},
    "DropThing": {"input": {"shape": "Which"}}},
  "shapes": {
    "Which": {"type": "structure", "members": {"ThingName": {"shape": "Text"}}},
    "Thing": {"type": "structure", "members": {"ThingName": {"shape": "Text"}, "Size": {"shape": "Number"}}},
    "Text": {"type": "string"}, "Number": {"type": "integer"}}
})";

class OneModel final : public ModelSource {
 public:
  Result<std::shared_ptr<const ServiceModel>> model(const std::string& service) const override {
    if (service != "shop") return make_error(ErrorCategory::NotFound, "no model of " + service);
    return load_service_model(kModel);
  }
};

const std::string kWhole = R"(
type: aws_shop_thing
service: shop
id: =name
recovery: {kind: natural_key}
attributes:
  id: {optional_computed: string}
  name: {required: string, replaces: true, member: ThingName}
  size: {optional: number}
steps:
  - {on: create, call: MakeThing, send: all}
  - {on: delete, call: DropThing, with: {ThingName: =id}}
read:
  - {call: ReadThing, with: {ThingName: =id}}
)";

std::vector<DeclarationProblem> problems_of(const std::string& yaml) {
  Diagnostics diagnostics;
  const Node source = declaration_node("t.yaml", yaml, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  std::vector<DeclarationProblem> problems;
  const auto loaded = load_declaration(source, OneModel(), problems);
  EXPECT_EQ(loaded == nullptr, !problems.empty());
  return problems;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos);
  return text.replace(at, from.size(), to);
}

TEST(Declaration, LoadsWhatIsComplete) { EXPECT_TRUE(problems_of(kWhole).empty()); }

TEST(Declaration, FindsMembersByName) {
  Diagnostics diagnostics;
  std::vector<DeclarationProblem> problems;
  const auto loaded =
      load_declaration(declaration_node("t.yaml", kWhole, diagnostics), OneModel(), problems);
  ASSERT_NE(loaded, nullptr);
  const auto& slots = loaded->mapping.slots;
  ASSERT_EQ(slots.size(), 3u);
  EXPECT_EQ(slots[2].name, "size");
  EXPECT_EQ(slots[2].member, std::vector<std::string>{"Size"});
}

TEST(Declaration, IsRefusedWithoutARecovery) {
  const auto problems = problems_of(replaced(kWhole, "recovery: {kind: natural_key}\n", ""));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].where, "recovery");
}

TEST(Declaration, IsRefusedForAnOperationThatTheModelLacks) {
  const auto problems = problems_of(replaced(kWhole, "call: DropThing", "call: DropThings"));
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems[0].where, "steps[1].call");
  EXPECT_NE(problems[0].what.find("Did you mean \"DropThing\""), std::string::npos);
}

TEST(Declaration, IsRefusedForAWordThatDoesNotExist) {
  const auto problems = problems_of(replaced(kWhole, "replaces: true", "replace: true"));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].where, "attributes.name.replace");
}

TEST(Declaration, IsRefusedForAnAttributeThatNobodyReads) {
  const auto problems =
      problems_of(replaced(kWhole, "  size: {optional: number}", "  weight: {optional: number}"));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].where, "attributes.weight");
}

TEST(Declaration, IsRefusedForAMemberThatTheInputLacks) {
  const auto problems =
      problems_of(replaced(kWhole, "{on: delete, call: DropThing, with: {ThingName: =id}}",
                           "{on: delete, call: DropThing, with: {Name: =id}}"));
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].where, "steps[1].with");
}

TEST(Declaration, IsRefusedForAnExpressionThatDoesNotParse) {
  const auto problems = problems_of(replaced(kWhole, "id: =name", "id: =name["));
  ASSERT_FALSE(problems.empty());
  EXPECT_EQ(problems[0].where, "id");
}

}  // namespace
}  // namespace tenon::aws
