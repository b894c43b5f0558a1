#include "state/blob/batch_wire.h"

#include <gtest/gtest.h>

namespace tenon {
namespace {

JournalSegment full_segment() {
  JournalSegment segment;
  segment.run = "run-1";
  segment.number = 7;
  segment.lineage = "lineage";
  segment.serial = 41;
  Batch& batch = segment.batch;
  Intent intent;
  intent.id = "0011223344556677";
  intent.action = IntentAction::Update;
  intent.address = "a.x";
  intent.type = Type::list_of(Type::string());
  intent.at = 1234;
  batch.open_intents.push_back(intent);
  batch.progress.push_back({"0011223344556677", "id-1", Type::string(), "partial"});
  Row row;
  row.address = "a.x";
  row.deposed_key = "0a1b2c3d";
  row.value = std::string("\0\x01", 2);
  row.type = Type::number();
  row.tainted = true;
  batch.put_rows.push_back(row);
  batch.remove_rows.push_back({"a.y", ""});
  batch.move_rows.push_back({{"a.z", ""}, {"b.z", "00000000"}});
  batch.splices.push_back({"a.w", "", "deps"});
  batch.close_intents.push_back("ffff");
  batch.put_outputs.push_back({"o", Type::boolean(), "v", true});
  batch.remove_outputs.push_back("p");
  batch.history.push_back({"a.x", "update", 17});
  return segment;
}

TEST(BatchWire, SegmentsSurviveTheirBytes) {
  std::string bytes;
  encode_segment(full_segment(), bytes);
  encode_segment(JournalSegment(), bytes);
  const auto back = decode_segments(bytes);
  ASSERT_TRUE(back) << back.error().message;
  ASSERT_EQ(back->size(), 2u);
  std::string again;
  for (const JournalSegment& segment : *back) encode_segment(segment, again);
  EXPECT_EQ(again, bytes);
  EXPECT_EQ(back->front().serial, 41u);
  EXPECT_EQ(back->front().batch.put_rows.at(0).value.size(), 2u);
  EXPECT_EQ(back->front().batch.move_rows.at(0).second.deposed_key, "00000000");
}

TEST(BatchWire, DamagedBytesAreAnErrorAndNothingElse) {
  std::string bytes;
  encode_segment(full_segment(), bytes);
  for (std::size_t cut = 1; cut < bytes.size(); ++cut)
    EXPECT_FALSE(decode_segments(std::string_view(bytes).substr(0, cut))) << cut;
}

TEST(BatchWire, AnotherFormatIsNotGuessedAt) {
  std::string bytes;
  encode_segment(JournalSegment(), bytes);
  bytes[1] = 2;  // after the length
  EXPECT_EQ(decode_segments(bytes).error().category, ErrorCategory::Unsupported);
}

}  // namespace
}  // namespace tenon
