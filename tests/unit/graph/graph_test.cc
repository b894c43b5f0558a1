#include "engine/graph/graph.h"

#include <gtest/gtest.h>

#include "tests/unit/graph/compiling.h"

namespace tenon {
namespace {

TEST(Graph, ReferencesAreNeeds) {
  const Compiling made{{"main.tf", R"(
variable "size" { default = 1 }
locals { name = "x-${var.size}" }
resource "terraform_data" "a" { input = local.name }
resource "terraform_data" "b" { input = terraform_data.a.id }
output "b" { value = terraform_data.b.output }
)"}};
  ASSERT_EQ(made.said(), "");
  EXPECT_TRUE(made.needs("local.name", "var.size"));
  EXPECT_TRUE(made.needs("terraform_data.a", "local.name"));
  EXPECT_TRUE(made.needs("terraform_data.b", "terraform_data.a"));
  EXPECT_FALSE(made.needs("terraform_data.b", "local.name"));
  EXPECT_LT(made.at("var.size").level, made.at("local.name").level);
  EXPECT_LT(made.at("terraform_data.a").level, made.at("terraform_data.b").level);
}

TEST(Graph, DeclarationsOfOneLevelDoNotNeedEachOther) {
  const Compiling made{{"main.tf", R"(
resource "terraform_data" "a" {}
resource "terraform_data" "b" { input = terraform_data.a.id }
resource "terraform_data" "c" { input = [terraform_data.a.id, terraform_data.b.id] }
)"}};
  for (const auto& level : made.graph->levels) {
    for (const DeclarationId id : level) {
      for (const DeclarationId need : made.graph->declarations[id].needs)
        EXPECT_LT(made.graph->declarations[need].level, made.graph->declarations[id].level);
    }
  }
}

TEST(Graph, ResourcesAreSeenThroughLocalsAndModules) {
  const Compiling made{{"main.tf", R"(
resource "terraform_data" "first" {}
module "m" {
  source = "./m"
  from   = terraform_data.first.id
}
locals { out = module.m.out }
resource "terraform_data" "last" { input = local.out }
)"},
                       {"m/main.tf", R"(
variable "from" {}
resource "terraform_data" "inside" { input = var.from }
output "out" { value = terraform_data.inside.id }
)"}};
  ASSERT_EQ(made.said(), "");
  EXPECT_EQ(made.at("terraform_data.last").resources,
            (std::vector<DeclarationId>{made.id("module.m.terraform_data.inside")}));
  EXPECT_EQ(made.at("module.m.terraform_data.inside").resources,
            (std::vector<DeclarationId>{made.id("terraform_data.first")}));
}

TEST(Graph, WhatIsNotReadOfAModuleIsNotNeeded) {
  const Compiling made{{"main.tf", R"(
module "m" { source = "./m" }
resource "terraform_data" "r" { input = module.m.plain }
)"},
                       {"m/main.tf", R"(
resource "terraform_data" "slow" {}
output "plain" { value = 1 }
output "slow" { value = terraform_data.slow.id }
)"}};
  ASSERT_EQ(made.said(), "");
  EXPECT_TRUE(made.at("terraform_data.r").resources.empty());
}

TEST(Graph, DependsOnIsANeedWithoutAValue) {
  const Compiling made{{"main.tf", R"(
resource "terraform_data" "a" {}
resource "terraform_data" "b" { depends_on = [terraform_data.a] }
)"}};
  ASSERT_EQ(made.said(), "");
  EXPECT_TRUE(made.needs("terraform_data.b", "terraform_data.a"));
}

TEST(Graph, DependsOnAModuleMeansAllOfIt) {
  const Compiling made{{"main.tf", R"(
module "m" { source = "./m" }
resource "terraform_data" "b" { depends_on = [module.m] }
)"},
                       {"m/main.tf", "resource \"terraform_data\" \"in\" {}\n"}};
  ASSERT_EQ(made.said(), "");
  EXPECT_EQ(made.at("terraform_data.b").resources,
            (std::vector<DeclarationId>{made.id("module.m.terraform_data.in")}));
}

TEST(Graph, CreateBeforeDestroySpreadsToWhatIsDependedOn) {
  const Compiling made{{"main.tf", R"(
resource "terraform_data" "base" {}
resource "terraform_data" "middle" { input = terraform_data.base.id }
resource "terraform_data" "top" {
  input = terraform_data.middle.id
  lifecycle { create_before_destroy = true }
}
resource "terraform_data" "aside" {}
)"}};
  ASSERT_EQ(made.said(), "");
  EXPECT_TRUE(made.at("terraform_data.base").create_before_destroy);
  EXPECT_TRUE(made.at("terraform_data.middle").create_before_destroy);
  EXPECT_FALSE(made.at("terraform_data.aside").create_before_destroy);
}

TEST(Graph, ProviderKeysAreThoseOfTheState) {
  const Compiling made{{"main.tf", R"(
resource "terraform_data" "a" {}
resource "random_id" "b" { byte_length = 1 }
)"}};
  ASSERT_EQ(made.said(), "");
  EXPECT_EQ(made.at("terraform_data.a").provider_key,
            "provider[\"terraform.io/builtin/terraform\"]");
  EXPECT_EQ(made.at("random_id.b").provider_key,
            "provider[\"registry.terraform.io/hashicorp/random\"]");
}

TEST(Graph, ResourcesAreInTheOrderOfTheirAddresses) {
  const Compiling made{{"main.tf", R"(
resource "terraform_data" "b" {}
resource "terraform_data" "a" {}
resource "random_id" "c" { byte_length = 1 }
)"}};
  std::vector<std::string> order;
  for (const DeclarationId id : made.graph->resources)
    order.push_back(made.graph->declarations[id].address);
  EXPECT_EQ(order,
            (std::vector<std::string>{"random_id.c", "terraform_data.a", "terraform_data.b"}));
}

struct Refusal {
  const char* text;
  const char* said;
};

TEST(Graph, RefusesWithTheCodeAndThePlace) {
  for (const Refusal& each : {
           Refusal{"output \"x\" { value = var.none }\n", "E0301 main.tf:1:22"},
           Refusal{"output \"x\" { value = local.none }\n", "E0301 main.tf:1:22"},
           Refusal{"output \"x\" { value = module.none.a }\n", "E0301 main.tf:1:22"},
           Refusal{"output \"x\" { value = terraform_data.none.id }\n", "E0303 main.tf:1:22"},
           Refusal{"output \"x\" { value = data.null_data_source.none.id }\n",
                   "E0303 main.tf:1:22"},
           Refusal{"output \"x\" { value = each.key }\n", "E0302 main.tf:1:22"},
           Refusal{"resource \"terraform_data\" \"a\" { input = count.index }\n",
                   "E0302 main.tf:1:41"},
           Refusal{"resource \"terraform_data\" \"a\" { input = terraform_data.a.id }\n",
                   "E0304 main.tf:1:41"},
           Refusal{"resource \"terraform_dat\" \"a\" {}\n", "E0310 main.tf:1:10"},
           Refusal{"resource \"other_thing\" \"a\" {}\n", "E0309 main.tf:1:10"},
           Refusal{"resource \"terraform_data\" \"a\" { none = 1 }\n", "E0122 main.tf:1:33"},
           Refusal{"resource \"terraform_data\" \"a\" { id = \"x\" }\n", "E0312 main.tf:1:33"},
           Refusal{"resource \"random_id\" \"a\" {}\n", "E0126 main.tf:1:1"},
           Refusal{"locals {\n  a = local.b\n  b = local.a\n}\n", "E0306 main.tf:2:3"},
       }) {
    const Compiling made{{"main.tf", each.text}};
    EXPECT_EQ(made.said(), each.said) << each.text;
  }
}

TEST(Graph, ACycleIsToldWithItsWay) {
  const Compiling made{{"main.tf", R"(
resource "terraform_data" "a" { input = local.x }
locals { x = terraform_data.b.id }
resource "terraform_data" "b" { input = terraform_data.a.id }
)"}};
  ASSERT_EQ(made.diagnostics.size(), 1U);
  const std::string& detail = made.diagnostics.list()[0].detail;
  for (const char* each : {"terraform_data.a", "local.x", "terraform_data.b"})
    EXPECT_NE(detail.find(each), std::string::npos) << detail;
}

TEST(Graph, AnOutputOfAModuleThatThereIsNotIsComparedWithThoseThereAre) {
  const Compiling made{
      {"main.tf", "module \"m\" { source = \"./m\" }\noutput \"x\" { value = module.m.naem }\n"},
      {"m/main.tf", "output \"name\" { value = 1 }\n"}};
  ASSERT_EQ(made.said().substr(0, 5), "E0305");
  EXPECT_NE(made.diagnostics.list()[0].detail.find("Did you mean \"name\"?"), std::string::npos);
}

}  // namespace
}  // namespace tenon
