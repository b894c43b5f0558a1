#include "state/blob/lock_note.h"

#include <gtest/gtest.h>

namespace tenon {
namespace {

TEST(LockNote, SurvivesItsJson) {
  const LockNote note{"id-1", "apply", "why", "ann@host", "1.11.4", "2026-11-21T08:00:00Z", "p"};
  const auto back = lock_note_from_json(lock_note_json(note));
  ASSERT_TRUE(back);
  EXPECT_EQ(lock_note_json(*back), lock_note_json(note));
}

TEST(LockNote, TellsWhoSinceWhenAndForWhat) {
  const std::string text = lock_note_text({"id-1", "apply", "", "ann@host", "", "noon", ""});
  for (const char* part : {"id-1", "apply", "ann@host", "noon"})
    EXPECT_NE(text.find(part), std::string::npos) << part;
}

TEST(LockNote, RefusesWhatIsNoObject) {
  EXPECT_FALSE(lock_note_from_json("<html>"));
  EXPECT_FALSE(lock_note_from_json("[]"));
}

}  // namespace
}  // namespace tenon
