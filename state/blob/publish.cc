// From the working rows to the text.
#include <algorithm>

#include "schema/base/log.h"
#include "schema/base/text.h"
#include "state/blob/blob_session.h"

namespace tenon {

namespace {

constexpr const char* kLeftBehind = "errored.tfstate";

}  // namespace

std::string BlobSession::history_json(const std::string& run, std::uint64_t serial) const {
  std::string json = "{\"run\":" + json_quote(run) +
                     ",\"at\":" + json_quote(format_utc(env_.now())) +
                     ",\"who\":" + json_quote(env_.user_and_host()) +
                     ",\"serial\":" + std::to_string(serial) + ",\"changes\":[";
  bool first = true;
  for (const HistoryNote& note : done_) {
    json += first ? "" : ",";
    first = false;
    json += "{\"address\":" + json_quote(note.address) + ",\"action\":" + json_quote(note.action) +
            ",\"duration_ms\":" + std::to_string(note.duration_ms) + "}";
  }
  return json + "]}";
}

Status BlobSession::publish(const Lease& lease, const std::string& run) {
  return publish_under(static_cast<const BlobLease&>(lease).working(), run);
}

Result<bool> BlobSession::has_unpublished() {
  RETURN_IF_ERROR(sync_once());
  ASSIGN_OR_RETURN(const StateHead head, working_->head());
  ASSIGN_OR_RETURN(const SyncPoint point, sync_point());
  return (head.exists && head.serial != point.serial) || !point.journal.empty();
}

Status BlobSession::publish_under(const Lease& working, const std::string& run) {
  ASSIGN_OR_RETURN(const StateHead head, working_->head());
  ASSIGN_OR_RETURN(const SyncPoint before, sync_point());
  // A workspace is there for others once it has a text, be it an empty one.
  const bool unwritten = before.version.empty() && workspace_ != "default";
  const bool changed = head.exists && (head.serial != before.serial || unwritten);
  if (!changed && before.journal.empty()) return ok_status();
  ASSIGN_OR_RETURN(const auto snapshot, working_->snapshot());
  return write_text(*snapshot, before, working, run);
}

Status BlobSession::write_text(const Snapshot& snapshot, const SyncPoint& before,
                               const Lease& lease, const std::string& run) {
  ASSIGN_OR_RETURN(const std::string rest_bytes, working_->note(kRestNote));
  ASSIGN_OR_RETURN(const StateFileRest rest, decode_rest(rest_bytes));
  // One above what lies there; or what was asked for, by a push.
  StateIdentity identity{std::string(snapshot.lineage()),
                         std::max(before.serial + 1, wanted_serial_)};
  ASSIGN_OR_RETURN(std::string text,
                   write_state_file(snapshot, {identity.serial, identity.lineage}, rest));
  SyncPoint after = before;
  after.content = content_digest(text);
  if (after.content == before.content) {
    identity.serial = before.serial;
  } else {
    auto written = blob_->write(text, before.version);
    if (!written) {
      const Status kept = env_.write_file(kLeftBehind, text, FileMode::Private);
      return std::move(written).error().with_context(
          "the state could not be written to " + blob_->where() +
          (kept
               ? std::string(" (what it would have been is in ") + kLeftBehind +
                     "; nothing is lost: the next run of tenon tries again, or `tenon state push " +
                     kLeftBehind + "`)"
               : " (nothing is lost: the next run of tenon tries again)"));
    }
    after.version = *written;
  }
  after.serial = identity.serial;
  after.next_version = 0;
  std::string keep;
  if (blob_->has_sidecar() && !before.journal.empty()) {
    JournalSegment open;
    ASSIGN_OR_RETURN(open.batch.open_intents, working_->open_intents());
    if (!open.batch.open_intents.empty()) {
      open.run = run;
      open.lineage = identity.lineage;
      open.serial = identity.serial;
      for (const Intent& intent : open.batch.open_intents) {
        if (!intent.identity.empty() || !intent.partial.empty())
          open.batch.progress.push_back({intent.id, intent.identity, intent.type, intent.partial});
      }
      encode_segment(open, keep);
    }
    const Status cleared = blob_->clear_journal(
        run, done_.empty() ? std::string() : history_json(run, identity.serial), keep);
    // The text is there: the journal tells old news, and the next run clears it.
    if (cleared) {
      after.journal = keep.empty() ? "" : journal_digest("", keep);
    } else {
      log(LogLevel::Warn, "the journal was not cleared: " + cleared.error().message);
    }
  }
  ASSIGN_OR_RETURN(const StateHead head, working_->head());
  after.next_version = head.next_version;
  Batch batch;
  batch.durable = local_;
  batch.identity = identity;
  put_sync_point(after, batch);
  RETURN_IF_ERROR(working_->commit(batch, &lease, run));
  done_.clear();
  return ok_status();
}

}  // namespace tenon
