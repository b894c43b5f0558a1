#include "engine/cli/run.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>

#include "engine/apply/executor.h"
#include "engine/apply/recover.h"
#include "engine/plan/used.h"
#include "engine/render/echoes.h"
#include "engine/render/plan_text.h"
#include "schema/base/digest.h"
#include "schema/base/log.h"
#include "schema/base/parallel.h"
#include "schema/base/text.h"
#include "schema/value/print.h"
#include "schema/value/wire.h"
#include "state/blob/blob_store.h"

namespace tenon::cli {

std::atomic<int> interrupts{0};

std::string new_run_id(Env& env) {
  std::array<std::uint8_t, 8> bytes{};
  env.random_bytes(bytes);
  return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::unique_ptr<Lease> take_lease(Project& project, Session& session, const LeaseScope& scope,
                                  const std::string& operation) {
  LeaseScope wanted = scope;
  if (!project.options().lock) {
    // A lease over nothing: writes carry its token, so that a run that lost its own lease meanwhile
    // is still refused, but nobody is kept out, and nobody keeps us out.
    wanted = LeaseScope();
    Diagnostics diagnostics;
    diagnostics.warning("W0622", "State is not locked",
                        "-lock=false: another run may change the same objects at the same time, "
                        "and of what both write the last one stays.");
    project.report(diagnostics);
  }
  auto lease = session.acquire(
      wanted, operation, project.options().lock_timeout, [] { return interrupts.load() > 0; },
      [&](const LeaseInfo& holder) {
        project.print("Waiting for the state lock: " + holder.owner + " holds it for " +
                      holder.operation + ".\n");
      });
  if (lease) return std::move(*lease);
  const bool held = lease.error().category == ErrorCategory::Conflict;
  project.report(held ? "E0601" : "E0602",
                 held ? "Error acquiring the state lock" : "State cannot be locked",
                 lease.error().message);
  return nullptr;
}

namespace {

// Whoever holds an address is alive and at work on it: its intents are its own business, and are
// not interrupted.
bool is_held(Session& session, const std::string& address) {
  LeaseScope scope;
  scope.write.push_back(address);
  const auto lease =
      session.acquire(scope, "recover", std::chrono::milliseconds(0), [] { return false; }, {});
  return !lease && lease.error().category == ErrorCategory::Conflict;
}

}  // namespace

std::vector<std::string> open_in(Session& session, const LeaseScope& scope) {
  std::vector<std::string> addresses;
  for (const Intent& intent : session.open_intents().value_or({})) {
    if (std::binary_search(scope.write.begin(), scope.write.end(), intent.address) ||
        std::binary_search(scope.read.begin(), scope.read.end(), intent.address))
      addresses.push_back(intent.address);
  }
  return addresses;
}

bool recover_first(Project& project, Session& session) {
  const auto open = session.open_intents();
  if (!open) {
    project.report("E0602", "State cannot be read", open.error().message);
    return false;
  }
  std::set<std::string> interrupted;
  std::string busy;
  for (const Intent& intent : *open) {
    if (interrupted.count(intent.address) > 0) continue;
    if (project.options().command != "recover" && is_held(session, intent.address)) {
      busy += (busy.empty() ? "" : ", ") + intent.address;
    } else {
      interrupted.insert(intent.address);
    }
  }
  if (!busy.empty()) project.print("Another run is at work on " + busy + ".\n\n");
  if (interrupted.empty()) return true;
  LeaseScope scope;
  scope.write.assign(interrupted.begin(), interrupted.end());
  const auto lease = take_lease(project, session, scope, "recover");
  if (lease == nullptr) return false;
  Diagnostics diagnostics;
  auto snapshot = session.snapshot();
  if (!snapshot) {
    project.report("E0602", "State cannot be read", snapshot.error().message);
    return false;
  }
  PlanRun configured =
      configure_only(project.inputs(true, diagnostics), project.registry(), *snapshot, diagnostics);
  RecoveryOptions options;
  options.only = interrupted;
  if (project.options().command == "recover") {
    options.address = project.options().arguments.empty() ? "" : project.options().arguments[0];
    options.id = project.options().id;
    options.absent = project.options().absent;
  }
  const std::string run_id = new_run_id(project.env());
  const auto report = recover_intents(session, *lease, run_id, *configured.handles, options,
                                      project.env(), diagnostics);
  if (diagnostics.has_errors()) project.report(diagnostics);
  if (!publish(project, session, *lease, run_id)) return false;
  if (!report) {
    project.report("E0603", "Recovery failed", report.error().message);
    return false;
  }
  if (report->lines.empty()) return true;
  std::string text = "An earlier run was interrupted. What became of its last actions:\n";
  for (const RecoveryReport::Line& line : report->lines)
    text += "  " + line.address + ": " + line.what + "\n";
  project.print(text + "\n");
  if (!report->all_resolved) {
    project.report("E0604", "Interrupted action unresolved",
                   "It is not known what became of at least one action of an earlier run (see "
                   "above). Nothing is planned until that is said.");
    return false;
  }
  return true;
}

LeaseScope scope_of(const Plan& plan) {
  LeaseScope scope;
  for (const Change& change : plan.changes) {
    scope.write.push_back(change.address_text);
    if (!change.previous_address.empty()) scope.write.push_back(change.previous_address);
  }
  for (const std::uint32_t row : plan.dropped_rows)
    scope.write.push_back(std::string(plan.snapshot->row(row).address));
  for (const RowMove& move : plan.moves) {
    scope.write.push_back(move.from);
    scope.write.push_back(move.to);
  }
  for (const std::uint32_t row : plan.respliced)
    scope.write.push_back(std::string(plan.snapshot->row(row).address));
  std::sort(scope.write.begin(), scope.write.end());
  scope.write.erase(std::unique(scope.write.begin(), scope.write.end()), scope.write.end());
  // What the changes depend on must stay as it was read.
  scope.read = used_by(plan).addresses;
  std::vector<std::string> only_read;
  std::set_difference(scope.read.begin(), scope.read.end(), scope.write.begin(), scope.write.end(),
                      std::back_inserter(only_read));
  scope.read = std::move(only_read);
  if (plan.has_output_changes()) scope.write.push_back("output");
  return scope;
}

PlanOptions plan_options(Project& project, Diagnostics& diagnostics) {
  const Options& options = project.options();
  PlanOptions plan;
  plan.mode = options.destroy ? PlanMode::Destroy : PlanMode::Normal;
  plan.refresh = options.refresh;
  plan.allow_unchecked = options.allow_unchecked;
  plan.certificates = options.certificates;
  plan.threads = hardware_threads();
  for (const std::string& text : options.targets) {
    std::string error;
    const auto target = parse_target_address(text, &error);
    if (target) {
      plan.targets.push_back(*target);
    } else {
      diagnostics.error("E0605", "Invalid target", "-target=" + text + ": " + error + ".");
    }
  }
  for (const std::string& text : options.replace) {
    std::string error;
    const auto address = parse_instance_address(text, &error);
    if (address) {
      plan.replace.push_back(address->text());
    } else {
      diagnostics.error("E0605", "Invalid address", "-replace=" + text + ": " + error + ".");
    }
  }
  if (const auto key = project.store().digest_key()) plan.key = *key;
  return plan;
}

std::unique_ptr<PlanRun> plan_project(Project& project, Session& session,
                                      const PlanOptions& options) {
  Diagnostics diagnostics;
  auto snapshot = session.snapshot();
  if (!snapshot) {
    project.report("E0602", "State cannot be read", snapshot.error().message);
    return nullptr;
  }
  EvaluationInputs inputs =
      project.inputs(options.mode == PlanMode::Destroy && !project.interactive(), diagnostics);
  if (diagnostics.has_errors()) {
    project.report(diagnostics);
    return nullptr;
  }
  auto run = std::make_unique<PlanRun>(
      make_plan(std::move(inputs), project.registry(), *snapshot, options, diagnostics));
  project.report(diagnostics);
  if (diagnostics.has_errors()) return nullptr;
  if (!options.targets.empty()) {
    Diagnostics warning;
    warning.warning("W0606", "Resource targeting is in effect",
                    "-target leaves out everything that it does not name, so the result need not "
                    "match the configuration. Plan without it afterwards.");
    project.report(warning);
  }
  return run;
}

bool publish(Project& project, Session& session, const Lease& lease, const std::string& run) {
  if (const Status published = session.publish(lease, run); !published) {
    project.report("E0649", "State could not be published", published.error().message);
    return false;
  }
  // A file of its own that stands in for the place of the state was written by it.
  const Options& options = project.options();
  if (options.state_out.empty() || !options.state.empty()) return true;
  auto content = content_of(session);
  auto text = content ? write_state_file(*snapshot_of(*content),
                                         {content->serial, content->lineage}, content->rest)
                      : Result<std::string>(content.error());
  Env& env = project.env();
  Status written = text ? ok_status() : Status(text.error());
  if (written && options.backup != "-" && env.file_exists(options.state_out)) {
    const auto before = env.read_file(options.state_out);
    const std::string backup =
        options.backup.empty() ? options.state_out + ".backup" : options.backup;
    if (before && !before->empty()) written = env.write_file(backup, *before, FileMode::Private);
  }
  if (written) written = env.write_file(options.state_out, *text, FileMode::Private);
  if (!written) project.report("E0649", "State could not be published", written.error().message);
  return static_cast<bool>(written);
}

void keep_certificates(Session& session, const PlanRun& run, const std::string& run_id) {
  if (run.certificates.empty()) return;
  Batch batch;
  batch.durable = false;
  batch.certificates = run.certificates;
  const Status kept = session.commit(batch, nullptr, run_id);
  if (!kept) log(LogLevel::Info, "certificates were not kept: " + kept.error().message);
}

namespace {

std::string verb(StepKind kind, const char* create, const char* update, const char* remove,
                 const char* read) {
  switch (kind) {
    case StepKind::Create:
      return create;
    case StepKind::Update:
      return update;
    case StepKind::Remove:
      return remove;
    case StepKind::Read:
      return read;
    default:
      return "Done";
  }
}

std::string elapsed_text(std::chrono::milliseconds elapsed) {
  return std::to_string(elapsed.count() / 1000) + "s";
}

class Printer final : public ApplyObserver {
 public:
  explicit Printer(Project& project) : project_(project) {}

  void started(const Change& change, StepKind kind) override {
    buffer_ += change.address_text + ": " +
               verb(kind, "Creating", "Modifying", "Destroying", "Reading") + "...\n";
    flush(false);
  }
  void still(const Change& change, StepKind kind, std::chrono::seconds elapsed) override {
    buffer_ += change.address_text + ": Still " +
               verb(kind, "creating", "modifying", "destroying", "reading") + "... [" +
               std::to_string(elapsed.count()) + "s elapsed]\n";
    flush(true);
  }
  void finished(const Change& change, StepKind kind, std::chrono::milliseconds elapsed,
                const Value& value) override {
    std::string id;
    if (value.is_known() && value.type().is_object()) {
      Arena arena;
      const auto found = with_echoes_marked(arena, value).attribute(Symbol("id"));
      if (found && found->is_known() && found->type() == Type::string() && !any(found->all_marks()))
        id = " [id=" + std::string(found->as_string()) + "]";
    }
    buffer_ += change.address_text + ": " +
               verb(kind, "Creation", "Modifications", "Destruction", "Read") + " complete after " +
               elapsed_text(elapsed) + (kind == StepKind::Remove ? "" : id) + "\n";
    flush(false);
  }
  void imported(const Change& change) override {
    buffer_ += change.address_text + ": Importing... [id=" + change.import_id + "]\n" +
               change.address_text + ": Import complete [id=" + change.import_id + "]\n";
    flush(false);
  }
  void provisioning(const Change& change) override {
    buffer_ += change.address_text + ": Provisioning with 'local-exec'...\n";
    flush(true);
  }
  void printed(const Change& change, std::string_view line) override {
    buffer_ += change.address_text + " (local-exec): " + std::string(line) + "\n";
    flush(true);
  }
  void failed(const Change& change, StepKind kind, const std::string& why) override {
    buffer_ += change.address_text + ": " + verb(kind, "create", "update", "delete", "read") +
               " failed: " + why + "\n";
    flush(true);
  }
  void skipped(const Change& change, StepKind, const std::string& needs) override {
    buffer_ += change.address_text + ": skipped" + (needs.empty() ? "" : ", needs " + needs) + "\n";
    flush(false);
  }
  void flush(bool now) {
    if (!now && buffer_.size() < 16384 &&
        project_.env().monotonic() - last_ < std::chrono::milliseconds(50))
      return;
    last_ = project_.env().monotonic();
    project_.print(buffer_);
    buffer_.clear();
  }

 private:
  Project& project_;
  std::string buffer_;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace

int perform(Project& project, Session& session, PlanRun& run, const Lease& lease) {
  Diagnostics diagnostics;
  const bool destroying = run.plan->mode == PlanMode::Destroy;
  RunInfo info;
  info.id = new_run_id(project.env());
  info.operation = destroying ? "destroy" : "apply";
  info.who = project.env().user_and_host();
  const auto now = [&] {
    return std::chrono::duration_cast<std::chrono::seconds>(project.env().now().time_since_epoch())
        .count();
  };
  info.started = now();
  info.status = "running";
  if (const Status kept = session.put_run(info); !kept) {
    project.report("E0503", "State could not be written", kept.error().message);
    return kError;
  }
  ApplyOptions options;
  options.parallelism = project.options().parallelism;
  options.interrupts = &interrupts;
  if (const auto key = project.store().digest_key()) options.key = *key;
  Printer printer(project);
  const ApplyOutcome outcome =
      apply_plan(run, session, lease, info.id, options, printer, project.env(), diagnostics);
  printer.flush(true);
  const bool failed = diagnostics.has_errors() || outcome.interrupted;
  const bool published = publish(project, session, lease, info.id);
  info.ended = now();
  info.status = failed ? "failed" : "done";
  info.summary = (outcome.imported > 0 ? std::to_string(outcome.imported) + " imported, " : "") +
                 std::to_string(outcome.added) + " added, " + std::to_string(outcome.changed) +
                 " changed, " + std::to_string(outcome.destroyed) + " destroyed";
  const Status ignored = session.put_run(info);
  if (!ignored) log(LogLevel::Warn, "the run's end was not recorded: " + ignored.error().message);
  project.report(diagnostics);
  std::string text = "\n";
  if (failed) {
    text += outcome.interrupted ? "Interrupted. " : "";
    text += std::to_string(outcome.failed) + " failed, " + std::to_string(outcome.skipped) +
            " skipped; done before that: " + info.summary +
            ". What is done is in the state; plan again for the rest.\n";
    project.print(text);
    return kError;
  }
  text += destroying ? "Destroy complete! Resources: " + std::to_string(outcome.destroyed) +
                           " destroyed.\n"
                     : "Apply complete! Resources: " + info.summary + ".\n";
  project.print(text);
  return published ? kDone : kError;
}

}  // namespace tenon::cli
