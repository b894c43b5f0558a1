#include "state/blob/batch_wire.h"

#include "schema/value/wire.h"

namespace tenon {

namespace {

constexpr std::uint64_t kFormat = 1;

class Writer {
 public:
  void number(std::uint64_t value) { put_varint(bytes, value); }
  void text(std::string_view value) { put_bytes(bytes, value); }
  void flag(bool value) { number(value ? 1 : 0); }
  void type(Type value) { encode_type(value, bytes); }

  void intent(const Intent& intent) {
    for (const std::string* each :
         {&intent.id, &intent.run, &intent.address, &intent.deposed_key, &intent.resource_type,
          &intent.provider, &intent.token, &intent.siblings, &intent.planned, &intent.config,
          &intent.provider_config, &intent.private_bytes, &intent.dependencies})
      text(*each);
    number(static_cast<std::uint64_t>(intent.action));
    type(intent.type);
    number(static_cast<std::uint64_t>(intent.schema_version));
    flag(intent.create_before_destroy);
    number(static_cast<std::uint64_t>(intent.at));
  }
  void row(const Row& row) {
    for (const std::string* each : {&row.address, &row.deposed_key, &row.provider, &row.value,
                                    &row.private_bytes, &row.dependencies})
      text(*each);
    type(row.type);
    number(static_cast<std::uint64_t>(row.schema_version));
    flag(row.tainted);
    flag(row.create_before_destroy);
  }
  void key(const RowKey& key) {
    text(key.address);
    text(key.deposed_key);
  }

  std::string bytes;
};

// The first error sticks; what is read after it is empty.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    if (!status) return 0;
    const auto value = take_varint(bytes_);
    if (!value) status = value.error();
    return value ? *value : 0;
  }
  std::string text() {
    if (!status) return {};
    const auto value = take_bytes(bytes_);
    if (!value) status = value.error();
    return value ? std::string(*value) : std::string();
  }
  bool flag() { return number() != 0; }
  Type type() {
    if (!status) return {};
    const auto value = decode_type(bytes_);
    if (!value) status = value.error();
    return value ? *value : Type();
  }
  template <typename Read>
  void list(Read read) {
    const std::uint64_t count = number();
    for (std::uint64_t i = 0; i < count && status; ++i) read();
  }

  Intent intent() {
    Intent intent;
    for (std::string* each :
         {&intent.id, &intent.run, &intent.address, &intent.deposed_key, &intent.resource_type,
          &intent.provider, &intent.token, &intent.siblings, &intent.planned, &intent.config,
          &intent.provider_config, &intent.private_bytes, &intent.dependencies})
      *each = text();
    const std::uint64_t action = number();
    if (action > static_cast<std::uint64_t>(IntentAction::Remove)) fail();
    intent.action = static_cast<IntentAction>(action);
    intent.type = type();
    intent.schema_version = static_cast<std::int64_t>(number());
    intent.create_before_destroy = flag();
    intent.at = static_cast<std::int64_t>(number());
    return intent;
  }
  Row row() {
    Row row;
    for (std::string* each : {&row.address, &row.deposed_key, &row.provider, &row.value,
                              &row.private_bytes, &row.dependencies})
      *each = text();
    row.type = type();
    row.schema_version = static_cast<std::int64_t>(number());
    row.tainted = flag();
    row.create_before_destroy = flag();
    return row;
  }
  RowKey key() {
    RowKey key;
    key.address = text();
    key.deposed_key = text();
    return key;
  }
  void fail() {
    if (status) status = make_error(ErrorCategory::Corrupt, "the journal's segment is damaged");
  }
  bool done() const { return bytes_.empty(); }

  Status status;

 private:
  std::string_view bytes_;
};

}  // namespace

void encode_segment(const JournalSegment& segment, std::string& bytes) {
  Writer to;
  to.number(kFormat);
  to.text(segment.run);
  to.number(segment.number);
  to.text(segment.lineage);
  to.number(segment.serial);
  const Batch& batch = segment.batch;
  to.number(batch.open_intents.size());
  for (const Intent& intent : batch.open_intents) to.intent(intent);
  to.number(batch.progress.size());
  for (const Progress& progress : batch.progress) {
    to.text(progress.intent);
    to.text(progress.identity);
    to.type(progress.type);
    to.text(progress.partial);
  }
  to.number(batch.put_rows.size());
  for (const Row& row : batch.put_rows) to.row(row);
  to.number(batch.remove_rows.size());
  for (const RowKey& key : batch.remove_rows) to.key(key);
  to.number(batch.move_rows.size());
  for (const auto& [from, target] : batch.move_rows) {
    to.key(from);
    to.key(target);
  }
  to.number(batch.splices.size());
  for (const Splice& splice : batch.splices) {
    to.text(splice.address);
    to.text(splice.deposed_key);
    to.text(splice.dependencies);
  }
  to.number(batch.close_intents.size());
  for (const std::string& id : batch.close_intents) to.text(id);
  to.number(batch.put_outputs.size());
  for (const OutputRow& output : batch.put_outputs) {
    to.text(output.name);
    to.type(output.type);
    to.text(output.value);
    to.flag(output.sensitive);
  }
  to.number(batch.remove_outputs.size());
  for (const std::string& name : batch.remove_outputs) to.text(name);
  to.number(batch.history.size());
  for (const HistoryNote& note : batch.history) {
    to.text(note.address);
    to.text(note.action);
    to.number(static_cast<std::uint64_t>(note.duration_ms));
  }
  put_bytes(bytes, to.bytes);
}

namespace {

Result<JournalSegment> decode_segment(std::string_view bytes) {
  Reader from(bytes);
  const std::uint64_t format = from.number();
  if (from.status && format != kFormat) {
    return make_error(ErrorCategory::Unsupported,
                      "the journal beside the state was written by another version of tenon "
                      "(format " +
                          std::to_string(format) + "). Let that version finish its run");
  }
  JournalSegment segment;
  segment.run = from.text();
  segment.number = from.number();
  segment.lineage = from.text();
  segment.serial = from.number();
  Batch& batch = segment.batch;
  from.list([&] { batch.open_intents.push_back(from.intent()); });
  from.list([&] {
    Progress progress;
    progress.intent = from.text();
    progress.identity = from.text();
    progress.type = from.type();
    progress.partial = from.text();
    batch.progress.push_back(std::move(progress));
  });
  from.list([&] { batch.put_rows.push_back(from.row()); });
  from.list([&] { batch.remove_rows.push_back(from.key()); });
  from.list([&] {
    RowKey key = from.key();
    batch.move_rows.emplace_back(std::move(key), from.key());
  });
  from.list([&] {
    Splice splice;
    splice.address = from.text();
    splice.deposed_key = from.text();
    splice.dependencies = from.text();
    batch.splices.push_back(std::move(splice));
  });
  from.list([&] { batch.close_intents.push_back(from.text()); });
  from.list([&] {
    OutputRow output;
    output.name = from.text();
    output.type = from.type();
    output.value = from.text();
    output.sensitive = from.flag();
    batch.put_outputs.push_back(std::move(output));
  });
  from.list([&] { batch.remove_outputs.push_back(from.text()); });
  from.list([&] {
    HistoryNote note;
    note.address = from.text();
    note.action = from.text();
    note.duration_ms = static_cast<std::int64_t>(from.number());
    batch.history.push_back(std::move(note));
  });
  if (from.status && !from.done()) from.fail();
  if (!from.status) return from.status.error();
  return segment;
}

}  // namespace

Result<std::vector<JournalSegment>> decode_segments(std::string_view bytes) {
  std::vector<JournalSegment> segments;
  while (!bytes.empty()) {
    ASSIGN_OR_RETURN(const std::string_view one, take_bytes(bytes));
    ASSIGN_OR_RETURN(JournalSegment segment, decode_segment(one));
    segments.push_back(std::move(segment));
  }
  return segments;
}

}  // namespace tenon
