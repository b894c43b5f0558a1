// A Batch as bytes: a segment of the journal that lies beside a v4 state
// (StateBlob::append_journal), so that another machine's next run finds what was begun and done.
// Read back only by this program: a segment of another version is Unsupported, never guessed at.
// Certificates, notes and identity are a matter of one store and left out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "schema/base/result.h"
#include "state/store.h"

namespace tenon {

struct JournalSegment {
  std::string run;
  std::uint64_t number = 0;  // within the run
  // The v4 state that the run began from.
  std::string lineage;
  std::uint64_t serial = 0;
  Batch batch;
};

// Appended to `to`: what is appended to the journal at once may hold several.
void encode_segment(const JournalSegment& segment, std::string& to);
Result<std::vector<JournalSegment>> decode_segments(std::string_view bytes);

}  // namespace tenon
