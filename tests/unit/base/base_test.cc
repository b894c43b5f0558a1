#include <gtest/gtest.h>

#include <atomic>

#include "schema/base/arena.h"
#include "schema/base/diagnostic.h"
#include "schema/base/digest.h"
#include "schema/base/parallel.h"
#include "schema/base/source.h"
#include "schema/base/symbol.h"
#include "schema/base/text.h"

namespace tenon {
namespace {

TEST(Symbol, EqualTextsAreOneSymbol) {
  EXPECT_EQ(Symbol("vpc"), Symbol(std::string("vp") + "c"));
  EXPECT_NE(Symbol("vpc"), Symbol("Vpc"));
  EXPECT_EQ(Symbol("vpc").view(), "vpc");
  EXPECT_TRUE(Symbol("").empty());
}

TEST(Arena, ClearKeepsNothingButRoom) {
  Arena arena;
  for (int i = 0; i < 10000; ++i) arena.copy_string("0123456789");
  arena.clear();
  EXPECT_EQ(arena.copy_string("x"), "x");
}

// Published vectors: RFC 1321, FIPS 180-4; SipHash's reference vectors with 128 bits of output.
TEST(Digest, MatchesPublishedVectors) {
  EXPECT_EQ(to_hex(md5("abc")), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(to_hex(sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const DigestKey key{0x0706050403020100ULL, 0x0f0e0d0c0b0a0908ULL};
  EXPECT_EQ(keyed_digest(key, "").high, 0xe6a825ba047f81a3ULL);
  EXPECT_EQ(keyed_digest(key, "").low, 0x930255c71472f66dULL);
}

TEST(Digest, Base64IsStrict) {
  std::string to;
  EXPECT_TRUE(base64_decode("aGk=", to));
  EXPECT_EQ(to, "hi");
  for (const char* bad : {"aGk", "a=k=", "aG k", "a==="})
    EXPECT_FALSE(base64_decode(bad, to)) << bad;
}

TEST(Source, ColumnsCountCharacters) {
  const std::uint32_t source = add_source("a.tf", "x\n\xC3\xA9\xC3\xA9 y\n");
  const ResolvedSpan resolved = resolve({source, 7, 8});
  EXPECT_EQ(resolved.start.line, 2u);
  EXPECT_EQ(resolved.start.column, 4u);
  EXPECT_EQ(resolved.line_text, "\xC3\xA9\xC3\xA9 y");
}

TEST(Diagnostics, AreSortedByPlaceAndGivenOnce) {
  const std::uint32_t source = add_source("b.tf", "0123456789");
  Diagnostics diagnostics;
  diagnostics.error("E2", "late", "", {source, 5, 6});
  diagnostics.error("E1", "early", "", {source, 1, 2});
  diagnostics.error("E2", "late", "", {source, 5, 6});
  diagnostics.sort_and_deduplicate();
  ASSERT_EQ(diagnostics.size(), 2u);
  EXPECT_EQ(diagnostics.list()[0].summary, "early");
}

TEST(Text, SuggestsOnlyWhatIsNear) {
  EXPECT_EQ(did_you_mean("regoin", {"region", "profile"}), " Did you mean \"region\"?");
  EXPECT_EQ(did_you_mean("xyz", {"region", "profile"}), "");
}

TEST(Parallel, CoversEachItemOnce) {
  std::vector<std::atomic<int>> seen(10000);
  parallel_for(seen.size(), 4, 10, [&](std::size_t begin, std::size_t end, std::size_t) {
    for (std::size_t i = begin; i < end; ++i) ++seen[i];
  });
  for (const auto& count : seen) EXPECT_EQ(count.load(), 1);
}

}  // namespace
}  // namespace tenon
