// A StateStore whose truth is Terraform's own state objects at a StatePlace, with a working store
// (SQLite) in between: what a run reads and writes are the working store's rows; the v4 text is
// read into them when it changed, and written from them when a run ends, under the place's lock. So
// Terraform and tenon take turns on one state.
//
//   open, snapshot   reads the text if it is not the one that the rows came from
//   acquire          takes the place's lock (always for the whole state), then reads again
//   commit           journal beside the text first (places with a sidecar), then the working store
//   publish          writes the text, serial + 1, if its content changed; clears the journal
//   release          publishes what is not yet, and unlocks
//
// What a run that died has not published is in the working store (or the journal) and is published
// by the next one. Where somebody else wrote the text in between, theirs counts, and of ours what
// they do not know is kept: objects that we made, and intents, which recovery looks after.
//
// Where the working store is only a cache (place.is_local() is false), versions of rows are digests
// of their content, so that a plan saved on one machine can be applied on another.
//
// Owner: the store owns its working store; the place outlives it. Threads: as StateStore. Errors:
// those of both; a text that could not be written is left in errored.tfstate, and said so.
#pragma once

#include <memory>

#include "schema/base/env.h"
#include "state/blob/place.h"
#include "state/statefile/state_file.h"
#include "state/store.h"

namespace tenon {

std::unique_ptr<StateStore> make_blob_store(Env& env, std::shared_ptr<StatePlace> place,
                                            std::unique_ptr<StateStore> working,
                                            SchemaLookup schemas);

// What makes the rows of `from` (as they are) into those of `to`, both sorted as snapshots are. A
// row of `to` with the same content, but with more dependencies than `from` has (Terraform keeps
// transitive ones), counts as the same.
void add_row_changes(const Snapshot& from, const StateFile& to, Batch& batch);
void add_output_changes(const Snapshot& from, const StateFile& to, Batch& batch);

// The note that keeps a state's StateFileRest.
inline constexpr const char* kRestNote = "blob.rest";

// The whole content of a session's state, and the batch that makes it that of another: rows,
// outputs, lineage, serial and what rows have no column for.
Result<StateFile> content_of(Session& session);
Result<Batch> batch_to_replace(Session& session, const StateFile& file);

}  // namespace tenon
