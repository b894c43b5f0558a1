#include "engine/plan/plan_file.h"

#include <zlib.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/plan/moves.h"
#include "engine/plan/used.h"
#include "schema/base/digest.h"
#include "schema/base/text.h"
#include "schema/value/wire.h"

namespace tenon {

namespace {

constexpr std::string_view kMagic = "tenon plan 3\n";
constexpr std::string_view kMember = "tenon.plan";

// --- the container
// ------------------------------------------------------------------------------------------------------

void put_le(std::string& to, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>((value >> (8 * i)) & 0xFF);
}

std::uint64_t get_le(std::string_view from, std::size_t at, int bytes) {
  std::uint64_t value = 0;
  for (int i = 0; i < bytes; ++i)
    value |= static_cast<std::uint64_t>(
                 static_cast<unsigned char>(from[at + static_cast<std::size_t>(i)]))
             << (8 * i);
  return value;
}

std::uint32_t checksum(std::string_view content) {
  return static_cast<std::uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(content.data()), content.size()));
}

// One stored member (PKWARE's APPNOTE, 4.3: local header, central directory, end record).
std::string zipped(std::string_view content) {
  const std::uint32_t crc = checksum(content);
  const auto common = [&](std::string& to) {
    put_le(to, 20, 2);
    put_le(to, 0x0800, 2);  // names are UTF-8
    put_le(to, 0, 2);       // stored
    put_le(to, 0, 2);
    put_le(to, 0x21, 2);  // 1 January 1980: two plans of one state are equal
    put_le(to, crc, 4);
    put_le(to, content.size(), 4);
    put_le(to, content.size(), 4);
    put_le(to, kMember.size(), 2);
    put_le(to, 0, 2);
  };
  std::string zip = "PK\x03\x04";
  common(zip);
  zip += kMember;
  zip += content;
  const std::size_t directory = zip.size();
  zip += "PK\x01\x02";
  put_le(zip, 20, 2);
  common(zip);
  put_le(zip, 0, 2);
  put_le(zip, 0, 2);
  put_le(zip, 0, 2);
  put_le(zip, 0, 4);
  put_le(zip, 0, 4);
  zip += kMember;
  const std::size_t size = zip.size() - directory;
  zip += "PK\x05\x06";
  put_le(zip, 0, 4);
  put_le(zip, 1, 2);
  put_le(zip, 1, 2);
  put_le(zip, size, 4);
  put_le(zip, directory, 4);
  put_le(zip, 0, 2);
  return zip;
}

Result<std::string> unzipped(std::string_view zip) {
  const auto damaged = [] {
    return make_error(
        ErrorCategory::Corrupt,
        "the plan file is truncated or damaged. Make a new one with `tenon plan -out=FILE`");
  };
  constexpr std::size_t kHeader = 30;
  if (!looks_like_plan(zip))
    return make_error(ErrorCategory::InvalidArgument,
                      "the file is no saved plan. Make one with `tenon plan -out=FILE`");
  if (zip.size() < kHeader) return damaged();
  const std::size_t name = get_le(zip, 26, 2);
  const std::size_t extra = get_le(zip, 28, 2);
  if (zip.size() < kHeader + name + extra) return damaged();
  if (zip.substr(kHeader, name) != kMember) {
    return make_error(ErrorCategory::Unsupported,
                      "the file is a saved plan of Terraform or of another program, which tenon "
                      "cannot apply. Make one with `tenon plan -out=FILE`");
  }
  const std::uint64_t size = get_le(zip, 22, 4);
  if (zip.size() < kHeader + name + extra + size) return damaged();
  // The end of the archive is the last thing that was written.
  constexpr std::size_t kEnd = 22;
  if (zip.size() < kHeader + name + extra + size + kEnd ||
      zip.substr(zip.size() - kEnd, 4) != "PK\x05\x06")
    return damaged();
  const std::string_view content = zip.substr(kHeader + name + extra, size);
  if (checksum(content) != get_le(zip, 14, 4)) return damaged();
  return std::string(content);
}

// --- the content
// --------------------------------------------------------------------------------------------------------

class Writer {
 public:
  std::string bytes;
  void number(std::uint64_t value) { put_varint(bytes, value); }
  void text(std::string_view value) { put_bytes(bytes, value); }
  void value(const Value& value) { encode(value, Type::dynamic(), bytes); }
  void key(const InstanceKey& key) {
    number(static_cast<std::uint64_t>(key.kind()));
    if (key.kind() == InstanceKey::Kind::Number) number(static_cast<std::uint64_t>(key.number()));
    if (key.kind() == InstanceKey::Kind::String) text(key.symbol().view());
  }
};

// Reads back; after the first failure everything is empty and ok() is false.
class Reader {
 public:
  Reader(std::string_view bytes, Arena& arena) : bytes_(bytes), arena_(arena) {}
  bool ok() const { return ok_; }
  std::uint64_t number() {
    const auto value = take_varint(bytes_);
    return value ? *value : fail();
  }
  std::uint32_t small() { return static_cast<std::uint32_t>(number()); }
  // A count of things that take a byte at least.
  std::size_t count() {
    const std::uint64_t value = number();
    if (value > bytes_.size()) {
      fail();
      return 0;
    }
    return value;
  }
  std::string text() {
    const auto value = take_bytes(bytes_);
    if (!value) fail();
    return value ? std::string(*value) : std::string();
  }
  Value value() {
    const auto read = decode(arena_, bytes_, Type::dynamic());
    if (!read) fail();
    return read ? *read : Value();
  }
  Type type() {
    const auto read = decode_type(bytes_);
    if (!read) fail();
    return read ? *read : Type();
  }
  InstanceKey key() {
    switch (number()) {
      case 1:
        return InstanceKey::number(static_cast<std::int64_t>(number()));
      case 2:
        return InstanceKey::string(Symbol(text()));
      default:
        return {};
    }
  }

 private:
  std::uint64_t fail() {
    ok_ = false;
    bytes_ = {};
    return 0;
  }
  std::string_view bytes_;
  Arena& arena_;
  bool ok_ = true;
};

void put_snapshot(Writer& to, const Snapshot& snapshot) {
  to.text(snapshot.lineage());
  to.number(snapshot.serial());
  to.number(snapshot.size());
  for (const RowView& row : snapshot.rows()) {
    to.text(row.address);
    to.text(row.deposed_key);
    to.text(row.provider);
    to.number(static_cast<std::uint64_t>(row.schema_version));
    encode_type(row.type, to.bytes);
    to.text(row.value);
    to.text(row.private_bytes);
    to.text(row.dependencies);
    to.number((row.tainted ? 1u : 0u) | (row.create_before_destroy ? 2u : 0u));
    to.number(row.version);
  }
  to.number(snapshot.outputs().size());
  for (const auto& [name, output] : snapshot.outputs()) {
    to.text(name);
    encode_type(output.type, to.bytes);
    to.text(output.value);
    to.number(output.sensitive ? 1 : 0);
  }
}

std::shared_ptr<Snapshot> take_snapshot(Reader& from) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->lineage_ = from.text();
  snapshot->serial_ = from.number();
  snapshot->exists_ = true;
  const std::size_t rows = from.count();
  const auto keep = [&](const std::string& text) { return snapshot->arena_.copy_string(text); };
  for (std::size_t i = 0; i < rows && from.ok(); ++i) {
    RowView row;
    row.address = keep(from.text());
    row.deposed_key = keep(from.text());
    row.provider = keep(from.text());
    row.schema_version = static_cast<std::int64_t>(from.number());
    row.type = from.type();
    row.value = keep(from.text());
    row.private_bytes = keep(from.text());
    row.dependencies = keep(from.text());
    const std::uint64_t flags = from.number();
    row.tainted = (flags & 1) != 0;
    row.create_before_destroy = (flags & 2) != 0;
    row.version = from.number();
    if (row.deposed_key.empty())
      snapshot->current_.emplace(row.address, static_cast<std::uint32_t>(snapshot->rows_.size()));
    snapshot->rows_.push_back(row);
  }
  const std::size_t outputs = from.count();
  for (std::size_t i = 0; i < outputs && from.ok(); ++i) {
    OutputRow output;
    output.name = from.text();
    output.type = from.type();
    output.value = from.text();
    output.sensitive = from.number() != 0;
    snapshot->outputs_.emplace(output.name, output);
  }
  return snapshot;
}

void put_change(Writer& to, const Change& change) {
  to.text(change.address_text);
  to.text(change.previous_address);
  to.text(change.import_id);
  to.text(change.import_private);
  to.text(change.deposed_key);
  to.text(change.provider_key);
  to.number(static_cast<std::uint64_t>(change.action));
  to.number(static_cast<std::uint64_t>(change.reason));
  to.value(change.before);
  to.value(change.after);
  // What must not be kept is worked out again by apply.
  to.value(any(change.config.all_marks() & Marks::Ephemeral) ? Value() : change.config);
  to.number(change.replace_paths.size());
  for (const Path& path : change.replace_paths) {
    to.number(path.size());
    for (const PathStep& step : path) {
      to.number(static_cast<std::uint64_t>(step.kind));
      to.text(step.name.view());
      to.number(step.index);
    }
  }
  to.text(change.private_bytes);
  to.text(change.dependencies);
  to.number(change.row);
  to.number(change.instance);
  to.number(change.declaration);
  to.number(static_cast<std::uint64_t>(change.schema_version));
  to.number((change.create_before_destroy ? 1u : 0u) | (change.drifted ? 2u : 0u) |
            (change.tainted ? 4u : 0u) | (change.record ? 8u : 0u));
}

Change take_change(Reader& from) {
  Change change;
  change.address_text = from.text();
  if (const auto address = parse_instance_address(change.address_text, nullptr))
    change.address = *address;
  change.previous_address = from.text();
  change.import_id = from.text();
  change.import_private = from.text();
  change.deposed_key = from.text();
  change.provider_key = from.text();
  change.action = static_cast<ChangeAction>(from.number());
  change.reason = static_cast<ActionReason>(from.number());
  change.before = from.value();
  change.after = from.value();
  change.config = from.value();
  const std::size_t paths = from.count();
  for (std::size_t i = 0; i < paths && from.ok(); ++i) {
    Path path;
    const std::size_t steps = from.count();
    for (std::size_t j = 0; j < steps && from.ok(); ++j) {
      PathStep step;
      step.kind = static_cast<PathStep::Kind>(from.number());
      step.name = Symbol(from.text());
      step.index = from.number();
      path.push_back(step);
    }
    change.replace_paths.push_back(std::move(path));
  }
  change.private_bytes = from.text();
  change.dependencies = from.text();
  change.row = from.small();
  change.instance = from.small();
  change.declaration = from.small();
  change.schema_version = static_cast<std::int64_t>(from.number());
  const std::uint64_t flags = from.number();
  change.create_before_destroy = (flags & 1) != 0;
  change.drifted = (flags & 2) != 0;
  change.tainted = (flags & 4) != 0;
  change.record = (flags & 8) != 0;
  return change;
}

void put_evaluation(Writer& to, const Evaluation& evaluation) {
  for (const auto& modules : evaluation.modules) {
    to.number(modules.size());
    for (const ModuleInstance& module : modules) {
      to.number(module.parent);
      to.key(module.key);
      to.value(module.each_value);
    }
  }
  for (const auto& expansions : evaluation.expansions) {
    to.number(expansions.size());
    for (const Expansion& expansion : expansions) {
      to.number(static_cast<std::uint64_t>(expansion.repetition));
      to.number(expansion.expanded ? 1 : 0);
      to.number(expansion.first);
      to.number(expansion.count);
    }
  }
  to.number(evaluation.instances.size());
  for (const Instance& instance : evaluation.instances) {
    to.number(instance.declaration);
    to.number(instance.module);
    to.key(instance.key);
    to.value(instance.each_value);
    to.number(instance.row);
    to.number(instance.change);
  }
}

void take_evaluation(Reader& from, Evaluation& evaluation) {
  for (auto& modules : evaluation.modules) {
    modules.clear();
    const std::size_t count = from.count();
    for (std::size_t i = 0; i < count && from.ok(); ++i) {
      ModuleInstance module;
      module.parent = from.small();
      module.key = from.key();
      module.each_value = from.value();
      modules.push_back(module);
    }
  }
  for (auto& expansions : evaluation.expansions) {
    const std::size_t count = from.count();
    for (std::size_t i = 0; i < count && from.ok(); ++i) {
      Expansion expansion;
      expansion.repetition = static_cast<Repetition>(from.number());
      expansion.expanded = from.number() != 0;
      expansion.first = from.small();
      expansion.count = from.small();
      expansions.push_back(expansion);
    }
  }
  const std::size_t count = from.count();
  for (std::size_t i = 0; i < count && from.ok(); ++i) {
    Instance instance;
    instance.declaration = from.small();
    instance.module = from.small();
    instance.key = from.key();
    instance.each_value = from.value();
    instance.row = from.small();
    instance.change = from.small();
    evaluation.instances.push_back(instance);
  }
}

// The files that were sealed; everything else is the real Env's.
class SealedEnv final : public Env {
 public:
  SealedEnv(Env& real, std::map<std::string, std::string> files)
      : real_(real), files_(std::move(files)) {}

  Result<std::string> read_file(const std::string& path, std::uint64_t limit) override {
    const auto found = files_.find(path);
    return found != files_.end() ? Result<std::string>(found->second)
                                 : real_.read_file(path, limit);
  }
  Result<std::vector<std::string>> list_directory(const std::string& path) override {
    std::vector<std::string> names;
    for (const auto& [name, unused] : files_) {
      const auto slash = name.rfind('/');
      const std::string directory = slash == std::string::npos ? "." : name.substr(0, slash);
      if (directory == path)
        names.push_back(slash == std::string::npos ? name : name.substr(slash + 1));
    }
    return names;
  }
  bool directory_exists(const std::string& path) override {
    return !list_directory(path).value_or({}).empty() || real_.directory_exists(path);
  }
  bool file_exists(const std::string& path) override {
    return files_.count(path) > 0 || real_.file_exists(path);
  }
  Status write_file(const std::string& path, std::string_view text, FileMode mode) override {
    return real_.write_file(path, text, mode);
  }
  Status remove_file(const std::string& path) override { return real_.remove_file(path); }
  Status make_directories(const std::string& path) override { return real_.make_directories(path); }
  Result<std::string> absolute_path(const std::string& path) override {
    return real_.absolute_path(path);
  }
  Result<unsigned> file_permissions(const std::string& path) override {
    return real_.file_permissions(path);
  }
  Status set_file_permissions(const std::string& path, unsigned mode) override {
    return real_.set_file_permissions(path, mode);
  }
  std::optional<std::string> variable(const std::string& name) override {
    return real_.variable(name);
  }
  std::map<std::string, std::string> variables() override { return real_.variables(); }
  std::chrono::system_clock::time_point now() override { return real_.now(); }
  std::chrono::steady_clock::time_point monotonic() override { return real_.monotonic(); }
  bool sleep(std::chrono::milliseconds duration, const std::function<bool()>& cancelled) override {
    return real_.sleep(duration, cancelled);
  }
  void random_bytes(std::span<std::uint8_t> to) override { real_.random_bytes(to); }
  std::string user_and_host() override { return real_.user_and_host(); }
  std::int64_t process_id() override { return real_.process_id(); }

 private:
  Env& real_;
  std::map<std::string, std::string> files_;
};

}  // namespace

bool looks_like_plan(std::string_view bytes) { return bytes.substr(0, 4) == "PK\x03\x04"; }

Status save_plan(Env& env, const std::string& path, const PlanRun& run,
                 const std::string& state_name) {
  const Plan& plan = *run.plan;
  const Evaluation& evaluation = *run.evaluation;
  Writer to;
  to.bytes = kMagic;
  to.text(state_name);
  to.number(evaluation.config().files.size());
  for (const auto& [name, digest] : evaluation.config().files) {
    ASSIGN_OR_RETURN(const std::string text, env.read_file(name));
    if (to_hex(sha256(text)) != digest)
      return make_error(ErrorCategory::Conflict,
                        name + " was changed while the plan was made. Run plan again");
    to.text(name);
    to.text(text);
  }
  to.number(evaluation.inputs().variables.size());
  for (const auto& [name, variable] : evaluation.inputs().variables) {
    to.text(name.view());
    to.value(variable.value);
  }
  to.number(static_cast<std::uint64_t>(plan.mode));
  to.number(static_cast<std::uint64_t>(plan.time));
  to.number(plan.targeted ? 1 : 0);
  put_snapshot(to, *plan.snapshot);
  put_evaluation(to, evaluation);
  to.number(plan.changes.size());
  for (const Change& change : plan.changes) put_change(to, change);
  to.number(plan.unchanged.size());
  for (const InstanceId id : plan.unchanged) to.number(id);
  to.number(plan.drift.size());
  for (const Drift& drift : plan.drift) {
    to.text(drift.address_text);
    to.text(drift.provider_key);
    to.number(drift.row);
    to.value(drift.stored);
    to.value(drift.found);
  }
  to.number(plan.not_checked.size());
  for (const NotChecked& each : plan.not_checked) {
    to.text(each.address);
    to.text(each.why);
  }
  to.number(plan.outputs.size());
  for (const OutputChange& output : plan.outputs) {
    to.text(output.name);
    to.number(static_cast<std::uint64_t>(output.action));
    to.value(output.before);
    to.value(output.after);
    to.number(output.sensitive ? 1 : 0);
  }
  to.number(plan.dropped_rows.size());
  for (const std::uint32_t row : plan.dropped_rows) to.number(row);
  to.number(plan.moves.size());
  for (const RowMove& move : plan.moves) {
    to.text(move.from);
    to.text(move.to);
    to.text(move.deposed_key);
  }
  to.number(plan.respliced.size());
  for (const std::uint32_t row : plan.respliced) to.number(row);
  to.number(plan.actions.steps.size());
  for (const Step& step : plan.actions.steps) {
    to.number(static_cast<std::uint64_t>(step.kind));
    to.number(step.change);
  }
  for (const auto* column : {&plan.actions.first, &plan.actions.after, &plan.actions.waits}) {
    to.number(column->size());
    for (const std::uint32_t number : *column) to.number(number);
  }
  for (const std::size_t count :
       {plan.counts.add, plan.counts.change, plan.counts.destroy, plan.counts.unchanged,
        plan.counts.replace, plan.counts.read, plan.forgotten, plan.moved, plan.imported,
        plan.records, plan.refreshed}) {
    to.number(count);
  }
  return env.write_file(path, zipped(to.bytes), FileMode::Private);
}

namespace {

Result<std::unique_ptr<SavedPlan>> plan_of(Env& env, const std::string& zip,
                                           const Registry& registry, Diagnostics& diagnostics) {
  ASSIGN_OR_RETURN(const std::string bytes, unzipped(zip));
  if (bytes.substr(0, 11) != kMagic.substr(0, 11))
    return make_error(ErrorCategory::Corrupt,
                      "the plan file is damaged. Make a new one with `tenon plan -out=FILE`");
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    return make_error(ErrorCategory::Unsupported,
                      "the plan file was made by another version of tenon. Make a new one with "
                      "`tenon plan -out=FILE`");
  }
  auto saved = std::make_unique<SavedPlan>();
  saved->run.plan = std::make_unique<Plan>();
  Plan& plan = *saved->run.plan;
  plan.arenas.push_back(std::make_unique<Arena>());
  Arena& arena = *plan.arenas.back();
  Reader from(std::string_view(bytes).substr(kMagic.size()), arena);
  saved->state_name = from.text();
  std::map<std::string, std::string> files;
  const std::size_t file_count = from.count();
  for (std::size_t i = 0; i < file_count && from.ok(); ++i) {
    std::string name = from.text();
    files[name] = from.text();
  }
  EvaluationInputs inputs;
  const std::size_t variable_count = from.count();
  for (std::size_t i = 0; i < variable_count && from.ok(); ++i) {
    const Symbol name(from.text());
    inputs.variables[name].value = from.value();
  }
  saved->env = std::make_unique<SealedEnv>(env, std::move(files));
  saved->config = config::load_config(*saved->env, ".", {}, diagnostics);
  if (saved->config == nullptr || diagnostics.has_errors())
    return make_error(ErrorCategory::Corrupt, "the configuration in the plan file cannot be read");
  saved->graph = build_graph(*saved->config, registry, diagnostics);
  if (diagnostics.has_errors())
    return make_error(ErrorCategory::Corrupt,
                      "the configuration in the plan file cannot be compiled");
  plan.mode = static_cast<PlanMode>(from.number());
  plan.time = static_cast<std::int64_t>(from.number());
  plan.targeted = from.number() != 0;
  inputs.config = saved->config.get();
  inputs.graph = saved->graph.get();
  inputs.env = saved->env.get();
  inputs.workspace = saved->state_name;
  inputs.working_directory = env.absolute_path(".").value_or(".");
  inputs.time = plan.time;
  auto snapshot = take_snapshot(from);
  plan.snapshot = snapshot;
  saved->run.evaluation = std::make_unique<Evaluation>(std::move(inputs));
  Evaluation& evaluation = *saved->run.evaluation;
  evaluation.snapshot = snapshot;
  take_evaluation(from, evaluation);
  const std::size_t changes = from.count();
  for (std::size_t i = 0; i < changes && from.ok(); ++i) plan.changes.push_back(take_change(from));
  const std::size_t unchanged = from.count();
  for (std::size_t i = 0; i < unchanged && from.ok(); ++i) plan.unchanged.push_back(from.small());
  const std::size_t drifts = from.count();
  for (std::size_t i = 0; i < drifts && from.ok(); ++i) {
    Drift drift;
    drift.address_text = from.text();
    if (const auto address = parse_instance_address(drift.address_text, nullptr))
      drift.address = *address;
    drift.provider_key = from.text();
    drift.row = from.small();
    drift.stored = from.value();
    drift.found = from.value();
    plan.drift.push_back(std::move(drift));
  }
  const std::size_t unchecked = from.count();
  for (std::size_t i = 0; i < unchecked && from.ok(); ++i) {
    NotChecked each;
    each.address = from.text();
    each.why = from.text();
    plan.not_checked.push_back(std::move(each));
  }
  const std::size_t outputs = from.count();
  for (std::size_t i = 0; i < outputs && from.ok(); ++i) {
    OutputChange output;
    output.name = from.text();
    output.action = static_cast<ChangeAction>(from.number());
    output.before = from.value();
    output.after = from.value();
    output.sensitive = from.number() != 0;
    plan.outputs.push_back(std::move(output));
  }
  const std::size_t dropped = from.count();
  for (std::size_t i = 0; i < dropped && from.ok(); ++i) plan.dropped_rows.push_back(from.small());
  const std::size_t moves = from.count();
  for (std::size_t i = 0; i < moves && from.ok(); ++i) {
    RowMove move;
    move.from = from.text();
    move.to = from.text();
    move.deposed_key = from.text();
    plan.moves.push_back(std::move(move));
  }
  const std::size_t respliced = from.count();
  for (std::size_t i = 0; i < respliced && from.ok(); ++i) plan.respliced.push_back(from.small());
  const std::size_t steps = from.count();
  for (std::size_t i = 0; i < steps && from.ok(); ++i) {
    Step step;
    step.kind = static_cast<StepKind>(from.number());
    step.change = from.small();
    plan.actions.steps.push_back(step);
  }
  for (auto* column : {&plan.actions.first, &plan.actions.after, &plan.actions.waits}) {
    const std::size_t count = from.count();
    for (std::size_t i = 0; i < count && from.ok(); ++i) column->push_back(from.small());
  }
  for (std::size_t* count :
       {&plan.counts.add, &plan.counts.change, &plan.counts.destroy, &plan.counts.unchanged,
        &plan.counts.replace, &plan.counts.read, &plan.forgotten, &plan.moved, &plan.imported,
        &plan.records, &plan.refreshed}) {
    *count = from.number();
  }
  if (!from.ok())
    return make_error(ErrorCategory::Corrupt,
                      "the plan file is damaged. Make a new one with `tenon plan -out=FILE`");
  for (Change& change : plan.changes) {
    if (change.declaration < saved->graph->declarations.size())
      change.span = saved->graph->declarations[change.declaration].span;
    if (change.instance == kNoInstance || change.instance >= evaluation.instances.size()) continue;
    evaluation.instances[change.instance].value = change.after;
    evaluation.instances[change.instance].has_value = true;
  }
  evaluation.set_lazy(&arena);
  saved->run.handles = std::make_unique<ProviderHandles>(registry);
  for (DeclarationId id = 0; id < saved->graph->declarations.size(); ++id) {
    const Declaration& declaration = saved->graph->declarations[id];
    if (declaration.kind == DeclarationKind::ProviderConfig)
      saved->run.handles->configure(evaluation, id, arena, diagnostics);
  }
  for (const Change& change : plan.changes)
    saved->run.handles->find(change.provider_key, arena, diagnostics);
  saved->run.refresh = std::make_unique<Refresh>(snapshot);
  return saved;
}

}  // namespace

Result<std::unique_ptr<SavedPlan>> load_plan(Env& env, const std::string& path,
                                             const Registry& registry, Diagnostics& diagnostics) {
  ASSIGN_OR_RETURN(const std::string zip, env.read_file(path));
  auto saved = plan_of(env, zip, registry, diagnostics);
  if (!saved) return Error(saved.error()).with_context("cannot use " + path);
  return saved;
}

std::vector<std::string> stale_addresses(const PlanRun& run,
                                         const std::shared_ptr<const Snapshot>& current) {
  const Plan& plan = *run.plan;
  std::vector<std::string> stale;
  std::set<std::string_view> leaving;
  for (const RowMove& move : plan.moves) leaving.insert(move.from);
  for (const RowMove& move : plan.moves) {
    // What has come meanwhile to a place that something is to move to.
    if (move.deposed_key.empty() && leaving.count(move.to) == 0 && current->find(move.to) != kNoRow)
      stale.push_back(move.to);
  }
  const auto moved = with_moves(current, plan.moves);
  const Snapshot& now = *moved;
  const auto check = [&](std::string_view address, std::uint64_t version) {
    const std::uint32_t row = now.find(address);
    if ((row == kNoRow ? 0 : now.row(row).version) != version) stale.emplace_back(address);
  };
  for (const Change& change : plan.changes) {
    const bool absent = change.row == kNoRow;
    if (!change.deposed_key.empty()) continue;
    // What moves by itself is still where the snapshot has it.
    if (absent) {
      check(change.address_text, 0);
    } else {
      check(plan.snapshot->row(change.row).address, plan.snapshot->row(change.row).version);
    }
  }
  if (plan.has_output_changes()) {
    // They may be made of anything.
    for (const InstanceId id : plan.unchanged) {
      const std::uint32_t row = run.evaluation->instances[id].row;
      check(plan.snapshot->row(row).address, plan.snapshot->row(row).version);
    }
  } else {
    const Used used = used_by(plan);
    for (const std::string& address : used.addresses)
      check(address, plan.snapshot->row(plan.snapshot->find(address)).version);
    for (const std::string& address : instances_of(now, used.declarations)) {
      if (plan.snapshot->find(address) == kNoRow) stale.push_back(address);
    }
  }
  std::sort(stale.begin(), stale.end());
  stale.erase(std::unique(stale.begin(), stale.end()), stale.end());
  return stale;
}

}  // namespace tenon
