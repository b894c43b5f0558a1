#include <gtest/gtest.h>

#include "tests/unit/config/loading.h"

namespace tenon::config {
namespace {

TEST(Load, ReadsAllThreeSyntaxesIntoOneModule) {
  const Loading loading{{"a.tf", "locals { a = 1 }\n"},
                        {"b.tf.json", R"({"locals": {"b": 2}})"},
                        {"c.tenon.yaml", "locals: {c: 3}\n"},
                        {"d.txt", "not configuration"},
                        {".hidden.tf", "broken {"}};
  EXPECT_EQ(loading.said(), "");
  EXPECT_EQ(loading.root().locals.size(), 3U);
  EXPECT_EQ(loading.config->files.size(), 3U);
}

TEST(Load, AFileIsKnownByTheDigestOfItsText) {
  const Loading one{{"a.tf", "locals { a = 1 }\n"}};
  const Loading same{{"a.tf", "locals { a = 1 }\n"}};
  const Loading other{{"a.tf", "locals { a = 2 }\n"}};
  EXPECT_EQ(one.config->files, same.config->files);
  EXPECT_NE(one.config->files, other.config->files);
}

TEST(Load, AFolderThatIsNamedLikeAFileIsNoFile) {
  const Loading loading{{"main.tf", ""}, {"net.tf/readme", ""}};
  EXPECT_EQ(loading.said(), "");
}

TEST(Load, OverrideFilesAreRefusedByName) {
  const Loading loading{{"main.tf", ""}, {"x_override.tf", ""}};
  ASSERT_EQ(loading.said(), "E0199");
  EXPECT_NE(loading.diagnostics.list()[0].detail.find("x_override.tf"), std::string::npos);
}

TEST(Load, ModulesFormATree) {
  const Loading loading(
      {{"main.tf", "module \"a\" { source = \"./net\" }\nmodule \"b\" { source = \"./net\" }\n"},
       {"net/main.tf", "module \"deep\" { source = \"../deep\" }\n"},
       {"deep/main.tf", "output \"x\" { value = 1 }\n"}});
  EXPECT_EQ(loading.said(), "");
  std::vector<std::string> paths;
  for (const ModuleNode& node : loading.config->nodes) paths.push_back(node.path_text);
  EXPECT_EQ(paths, (std::vector<std::string>{"", "module.a", "module.a.module.deep", "module.b",
                                             "module.b.module.deep"}));
  // One folder is read once.
  EXPECT_EQ(loading.config->nodes[1].module, loading.config->nodes[3].module);
}

TEST(Load, WhatIsWrongWithAModuleCallIsSaidAtTheCall) {
  const Loading loading{{"main.tf",
                         "module \"a\" {\n  source = \"./none\"\n}\n"
                         "module \"b\" {\n  source = \"hashicorp/consul/aws\"\n}\n"
                         "module \"c\" {\n  source = \"./net\"\n  sise   = 1\n}\n"},
                        {"net/main.tf", "variable \"size\" { default = 1 }\n"}};
  EXPECT_EQ(loading.said(), "E0154 main.tf:2:12, E0199 main.tf:5:12, E0155 main.tf:9:3");
}

TEST(Load, AModuleThatCallsItselfIsACircle) {
  const Loading loading{{"main.tf", "module \"a\" { source = \"./a\" }\n"},
                        {"a/main.tf", "module \"b\" { source = \"../b\" }\n"},
                        {"b/main.tf", "module \"a\" { source = \"../a\" }\n"}};
  EXPECT_EQ(loading.said(), "E0153 b/main.tf:1:23");
}

TEST(Load, AResourceHasItsMetaArgumentsAndTheRestIsTheProviders) {
  const Loading loading{{"main.tenon.yaml", R"(
resource:
  aws_vpc:
    main:
      count: 2
      provider: aws.west
      depends_on: [aws_vpc.other, module.net]
      cidr_block: 10.0.0.0/16
      lifecycle:
        create_before_destroy: true
        ignore_changes: ['tags["x"]', cidr_block]
        replace_triggered_by: ["aws_vpc.other[count.index].id"]
)"}};
  ASSERT_EQ(loading.said(), "");
  const Resource& resource = loading.root().resources[0];
  EXPECT_TRUE(resource.count.has_value());
  EXPECT_EQ(resource.provider->alias.view(), "west");
  ASSERT_EQ(resource.depends_on.size(), 2U);
  EXPECT_EQ(resource.depends_on[0].text(), "aws_vpc.other");
  EXPECT_TRUE(resource.lifecycle.create_before_destroy);
  ASSERT_EQ(resource.lifecycle.ignore_changes.size(), 2U);
  EXPECT_EQ(resource.lifecycle.ignore_changes[0].root.view(), "tags");
  ASSERT_EQ(resource.lifecycle.replace_triggered_by.size(), 1U);
  Diagnostics diagnostics;
  const auto rest = resource.body.just_arguments(ArgumentMode::Expression, diagnostics);
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].name.view(), "cidr_block");
}

TEST(Load, SpansOfResourcesPointAtTypeAndName) {
  const Loading loading{{"main.tf", "\nresource \"aws_vpc\" \"main\" {\n}\n"}};
  const Resource& resource = loading.root().resources[0];
  EXPECT_EQ(location_text(resource.span), "main.tf:2:1");
  EXPECT_EQ(location_text(resource.type_span), "main.tf:2:10");
}

struct Refusal {
  const char* text;
  const char* said;
};

TEST(Load, RefusesWithTheCodeAndThePlace) {
  for (const Refusal& each : {
           Refusal{"variable \"a\" {}\nvariable \"a\" {}\n", "E0137 main.tf:2:1"},
           Refusal{"resource \"x\" \"a\" {}\nresource \"x\" \"a\" {}\n", "E0137 main.tf:2:1"},
           Refusal{"resource \"x\" \"1a\" {}\n", "E0131 main.tf:1:14"},
           Refusal{"resource \"x\" \"a\" {\n  count    = 1\n  for_each = {}\n}\n",
                   "E0145 main.tf:3:3"},
           Refusal{"resource \"x\" \"a\" {\n  lifecycle {}\n  lifecycle {}\n}\n",
                   "E0146 main.tf:3:3"},
           Refusal{"resource \"x\" \"a\" {\n  provisioner \"p\" {}\n}\n", "E0199 main.tf:2:3"},
           Refusal{"variable \"a\" {\n  default = var.b\n}\n", "E0143 main.tf:2:13"},
           Refusal{"variable \"a\" {\n  type    = number\n  default = \"x\"\n}\n",
                   "E0144 main.tf:3:13"},
           Refusal{"variable \"count\" {}\n", "E0142 main.tf:1:10"},
           Refusal{"output \"a\" {}\n", "E0126 main.tf:1:1"},
           Refusal{"check \"a\" {}\n", "E0199 main.tf:1:1"},
           Refusal{"terraform {\n  required_version = \"< 1.0\"\n}\n", "E0140 main.tf:2:22"},
           Refusal{"terraform {\n  required_version = \"soon\"\n}\n", "E0139 main.tf:2:22"},
           Refusal{"resource \"x\" \"a\" {\n  lifecycle {\n    prevent_destroy = var.a\n  }\n}\n",
                   "E0132 main.tf:3:23"},
       }) {
    const Loading loading{{"main.tf", each.text}};
    EXPECT_EQ(loading.said(), each.said) << each.text;
  }
}

TEST(Load, TheVersionOfAwsIsCompared) {
  const Loading fits(
      {{"main.tenon.yaml",
        "terraform: {required_providers: {aws: {source: hashicorp/aws, version: ~> 5.0}}}\n"}});
  EXPECT_EQ(fits.said(), "");
  const Loading old(
      {{"main.tenon.yaml",
        "terraform: {required_providers: {aws: {source: hashicorp/aws, version: ~> 4.0}}}\n"}});
  EXPECT_EQ(old.said().substr(0, 5), "E0140");
}

}  // namespace
}  // namespace tenon::config
