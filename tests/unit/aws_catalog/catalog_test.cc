#include "providers/aws/catalog/catalog.h"

#include <gtest/gtest.h>

#include "providers/aws/catalog/compile.h"

namespace tenon::aws {
namespace {

class Bytes final : public MappedBytes {
 public:
  explicit Bytes(std::string text) : text_(std::move(text)) { view_ = text_; }

 private:
  std::string text_;
};

std::unique_ptr<Catalog> whole_catalog() {
  Diagnostics diagnostics;
  const CatalogEntries entries = compile_catalog(system_env(), TENON_AWS_SOURCE, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  auto catalog = Catalog::from_bytes(std::make_shared<Bytes>(catalog_bytes(entries)));
  EXPECT_TRUE(catalog.has_value());
  return *std::move(catalog);
}

TEST(Catalog, HoldsEveryTypeByName) {
  const auto catalog = whole_catalog();
  EXPECT_GE(catalog->types(ResourceMode::Managed).size(), 10u);
  EXPECT_GE(catalog->types(ResourceMode::Data).size(), 3u);
  const Declaration* table = catalog->find(ResourceMode::Managed, "aws_dynamodb_table");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->schema.version, 1);
  EXPECT_EQ(catalog->find(ResourceMode::Managed, "aws_dynamodb_table"), table);
  EXPECT_EQ(catalog->find(ResourceMode::Managed, "aws_nothing"), nullptr);
}

TEST(Catalog, IsRefusedWhereItIsDamaged) {
  const std::string whole = catalog_bytes({{"model/x", "{}"}, {"resource/a", "{}"}});
  EXPECT_TRUE(Catalog::from_bytes(std::make_shared<Bytes>(whole)).has_value());
  EXPECT_FALSE(Catalog::from_bytes(std::make_shared<Bytes>("something else")).has_value());
  for (std::size_t size = 0; size < 60; ++size) {
    EXPECT_FALSE(Catalog::from_bytes(std::make_shared<Bytes>(whole.substr(0, size))).has_value());
  }
}

TEST(Catalog, FindsEntriesOfAnyLength) {
  const auto catalog = Catalog::from_bytes(
      std::make_shared<Bytes>(catalog_bytes({{"a", "1"}, {"b", ""}, {"c", "3"}})));
  ASSERT_TRUE(catalog.has_value());
  EXPECT_EQ((*catalog)->entry("a"), "1");
  EXPECT_EQ((*catalog)->entry("b"), "");
  EXPECT_EQ((*catalog)->entry("c"), "3");
  EXPECT_EQ((*catalog)->entry("d"), "");
}

}  // namespace
}  // namespace tenon::aws
