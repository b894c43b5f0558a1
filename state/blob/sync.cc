// From the text into the working rows.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "schema/base/digest.h"
#include "schema/base/log.h"
#include "schema/base/text.h"
#include "schema/value/wire.h"
#include "state/blob/blob_session.h"

namespace tenon {

namespace {

constexpr const char* kVersion = "blob.version";
constexpr const char* kPoint = "blob.point";
// How long another process beside us may take to finish reading or writing the same text.
constexpr std::chrono::milliseconds kBeside{10'000};

using Key = std::pair<std::string, std::string>;

Error gone_error(const std::string& where) {
  return make_error(
      ErrorCategory::Corrupt,
      where +
          " is gone, and tenon knows objects that stood in it. Nothing is planned from an empty "
          "state. Put it back (a backup, an older version), or push what was there: `tenon "
          "state pull` of another copy, `tenon state push`. If it is gone for good and nothing "
          "of it exists any more, remove tenon.db (local) or the folder .terraform (elsewhere) "
          "as well");
}

// What a journal comes to, whatever the order inside.
struct Net {
  std::map<Key, const Row*> rows;  // null: removed
  std::map<std::string, const Intent*> intents;
  std::vector<Progress> progress;
};

Net net_of(const std::vector<JournalSegment>& segments) {
  Net net;
  for (const JournalSegment& segment : segments) {
    const Batch& batch = segment.batch;
    for (const Intent& intent : batch.open_intents) net.intents[intent.id] = &intent;
    for (const Progress& progress : batch.progress) net.progress.push_back(progress);
    for (const Row& row : batch.put_rows) net.rows[{row.address, row.deposed_key}] = &row;
    for (const RowKey& key : batch.remove_rows) net.rows[{key.address, key.deposed_key}] = nullptr;
    for (const auto& [from, to] : batch.move_rows) {
      // The row itself may stand in the text only; where it does not, it goes along.
      const auto moved = net.rows.find({from.address, from.deposed_key});
      if (moved != net.rows.end()) net.rows[{to.address, to.deposed_key}] = moved->second;
      net.rows[{from.address, from.deposed_key}] = nullptr;
    }
    for (const std::string& id : batch.close_intents) net.intents.erase(id);
  }
  return net;
}

const Row* find_row(const StateFile& file, const std::string& address,
                    const std::string& deposed_key) {
  const auto found = std::lower_bound(
      file.rows.begin(), file.rows.end(), std::tie(address, deposed_key),
      [](const Row& row, const auto& key) { return std::tie(row.address, row.deposed_key) < key; });
  return found != file.rows.end() && found->address == address && found->deposed_key == deposed_key
             ? &*found
             : nullptr;
}

// "" where it has none.
std::string id_of(const Row& row) {
  Arena arena;
  std::string_view bytes = row.value;
  const auto value = decode(arena, bytes, row.type);
  if (!value || !value->is_known() || !value->type().is_object()) return {};
  const auto id = value->attribute(Symbol("id"));
  return id && id->is_known() && id->type() == Type::string() ? std::string(id->as_string())
                                                              : std::string();
}

bool is_another_object(const Row& ours, const Row& theirs) {
  const std::string our_id = id_of(ours);
  const std::string their_id = id_of(theirs);
  return !our_id.empty() && !their_id.empty() && our_id != their_id;
}

}  // namespace

LeaseScope all_of_it() {
  LeaseScope scope;
  scope.write.push_back("(all)");
  return scope;
}

std::string content_digest(std::string_view text) {
  const std::size_t at = text.find("\"outputs\"");
  return to_hex(sha256(at == std::string_view::npos ? text : text.substr(at))).substr(0, 32);
}

std::string journal_digest(const std::string& before, std::string_view segment) {
  return to_hex(sha256(before + to_hex(sha256(segment)))).substr(0, 32);
}

Result<SyncPoint> BlobSession::sync_point() {
  SyncPoint point;
  ASSIGN_OR_RETURN(point.version, working_->note(kVersion));
  ASSIGN_OR_RETURN(const std::string bytes, working_->note(kPoint));
  std::string_view rest = bytes;
  if (rest.empty()) return point;
  ASSIGN_OR_RETURN(point.serial, take_varint(rest));
  ASSIGN_OR_RETURN(point.next_version, take_varint(rest));
  ASSIGN_OR_RETURN(const std::string_view journal, take_bytes(rest));
  point.journal = journal;
  ASSIGN_OR_RETURN(const std::string_view content, take_bytes(rest));
  point.content = content;
  return point;
}

void BlobSession::put_sync_point(const SyncPoint& point, Batch& batch) {
  std::string bytes;
  put_varint(bytes, point.serial);
  put_varint(bytes, point.next_version);
  put_bytes(bytes, point.journal);
  put_bytes(bytes, point.content);
  batch.put_notes.emplace_back(kVersion, point.version);
  batch.put_notes.emplace_back(kPoint, std::move(bytes));
}

Status BlobSession::sync_once() { return synced_ ? ok_status() : sync(nullptr); }

Status BlobSession::sync(const Lease* held) {
  for (int attempt = 0;; ++attempt) {
    ASSIGN_OR_RETURN(const SyncPoint before, sync_point());
    ASSIGN_OR_RETURN(BlobContent content, blob_->read(before.version));
    std::vector<std::string> segments;
    std::string journal;
    if (blob_->has_sidecar()) {
      ASSIGN_OR_RETURN(segments, blob_->journal());
      for (const std::string& segment : segments) journal = journal_digest(journal, segment);
    }
    const bool same = content.unchanged || (!content.exists && before.version.empty());
    synced_ = true;
    if (same && journal == before.journal) return ok_status();
    std::unique_ptr<Lease> lease;
    if (held == nullptr) {
      ASSIGN_OR_RETURN(lease, working_->acquire(all_of_it(), "read the state", kBeside, {}, {}));
      // Whoever had it before may have brought in the same text.
      ASSIGN_OR_RETURN(const SyncPoint now, sync_point());
      if (attempt == 0 && (now.version != before.version || now.journal != before.journal))
        continue;
    }
    if (content.unchanged) {
      ASSIGN_OR_RETURN(content, blob_->read(""));
    }
    return bring_in(content, segments, before, held != nullptr ? *held : *lease);
  }
}

Status BlobSession::bring_in(const BlobContent& content, const std::vector<std::string>& segments,
                             const SyncPoint& before, const Lease& lease) {
  ASSIGN_OR_RETURN(const auto ours, working_->snapshot());
  const bool blank = trim(content.text).empty();
  if (!content.exists && !before.version.empty() && ours->size() > 0)
    return gone_error(blob_->where());
  StateFile file;
  if (!blank) {
    auto read = read_state_file(content.text, schemas_);
    if (!read) {
      return std::move(read).error().with_context(blob_->where() + " cannot be read");
    }
    file = *std::move(read);
  }
  if (file.lineage.empty()) file.lineage = ours->lineage();
  const bool unpublished = ours->exists() && ours->serial() != before.serial;
  Batch batch;
  batch.durable = false;
  add_row_changes(*ours, file, batch);
  add_output_changes(*ours, file, batch);
  if (local_ && unpublished) {
    // Of a run that could not publish, and somebody wrote the text since: what only we know stays.
    std::set<Key> keep;
    for (const RowView& row : ours->rows()) {
      if (row.version >= before.next_version)
        keep.emplace(std::string(row.address), std::string(row.deposed_key));
    }
    auto& removed = batch.remove_rows;
    removed.erase(std::remove_if(removed.begin(), removed.end(),
                                 [&](const RowKey& key) {
                                   return keep.count({key.address, key.deposed_key}) > 0;
                                 }),
                  removed.end());
  }
  if (!local_) {
    ASSIGN_OR_RETURN(const auto intents, working_->open_intents());
    for (const Intent& intent : intents) batch.close_intents.push_back(intent.id);
  }
  const std::string rest = encode_rest(file.rest);
  batch.put_notes.emplace_back(kRestNote, rest);
  batch.identity = StateIdentity{file.lineage, file.serial};
  if (batch.identity->lineage.empty()) batch.identity->lineage = random_uuid(env_);
  SyncPoint point;
  point.version = content.version;
  point.serial = file.serial;
  point.content = blank ? "" : content_digest(content.text);
  for (const std::string& segment : segments)
    point.journal = journal_digest(point.journal, segment);
  put_sync_point(point, batch);
  RETURN_IF_ERROR(working_->commit(batch, &lease, "sync"));
  // Known only now: the versions that the rows got.
  ASSIGN_OR_RETURN(const StateHead head, working_->head());
  point.next_version = head.next_version;
  // What we kept beyond the text is unpublished still.
  ASSIGN_OR_RETURN(const auto kept, working_->snapshot());
  const bool more = kept->size() != file.rows.size();
  Batch notes;
  notes.durable = false;
  put_sync_point(point, notes);
  if (more) notes.identity = StateIdentity{batch.identity->lineage, file.serial + 1};
  RETURN_IF_ERROR(working_->commit(notes, &lease, "sync"));
  if (segments.empty()) return ok_status();
  return replay(segments, file, lease);
}

Status BlobSession::replay(const std::vector<std::string>& segments, const StateFile& file,
                           const Lease& lease) {
  std::vector<JournalSegment> decoded;
  bool from_here = true;
  for (const std::string& bytes : segments) {
    auto together = decode_segments(bytes);
    if (!together) {
      return std::move(together).error().with_context("the journal of " + blob_->where() +
                                                      " cannot be read");
    }
    for (JournalSegment& segment : *together) {
      from_here = from_here && segment.serial == file.serial &&
                  (segment.lineage == file.lineage || file.lineage.empty());
      decoded.push_back(std::move(segment));
    }
  }
  if (from_here) {
    for (JournalSegment& segment : decoded) {
      segment.batch.durable = false;
      RETURN_IF_ERROR(working_->commit(segment.batch, &lease, segment.run));
    }
    return ok_status();
  }
  // Somebody wrote the text since the journal began (or it was written, and the journal not yet
  // cleared).
  log(LogLevel::Info, "the journal of " + blob_->where() + " is older than the state");
  const Net net = net_of(decoded);
  Batch batch;
  batch.durable = false;
  for (const auto& [key, row] : net.rows) {
    if (row == nullptr) continue;
    const Row* theirs = find_row(file, key.first, key.second);
    if (theirs == nullptr) {
      batch.put_rows.push_back(*row);
    } else if (key.second.empty() && is_another_object(*row, *theirs)) {
      // They made an object of their own where we had made one: theirs stays, and ours is one to
      // be removed. Where it is gone already, reading it says so.
      Row left = *row;
      left.deposed_key = to_hex(sha256(row->address + " " + row->value)).substr(0, 8);
      if (find_row(file, left.address, left.deposed_key) == nullptr)
        batch.put_rows.push_back(std::move(left));
    }
  }
  for (const auto& [id, intent] : net.intents) batch.open_intents.push_back(*intent);
  for (const Progress& progress : net.progress) {
    if (net.intents.count(progress.intent) > 0) batch.progress.push_back(progress);
  }
  if (batch.empty() || decoded.empty()) return ok_status();
  return working_->commit(batch, &lease, decoded.front().run);
}

}  // namespace tenon
