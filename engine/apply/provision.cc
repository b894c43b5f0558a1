#include "engine/apply/provision.h"

#include <algorithm>

#include "schema/base/text.h"
#include "schema/value/convert.h"
#include "schema/value/print.h"

namespace tenon {

namespace {

constexpr std::size_t kKeptOutput = 8u << 10;  // of a failed program, in its message

// What an object that is on its way out is called by `count.index` and `each.key`.
InstanceId instance_of(Evaluation& evaluation, const Change& change) {
  if (change.instance != kNoInstance) return change.instance;
  Instance instance;
  instance.declaration = change.declaration;
  instance.key = change.address.key;
  evaluation.instances.push_back(instance);
  return static_cast<InstanceId>(evaluation.instances.size() - 1);
}

class Commands {
 public:
  Commands(const Evaluation& evaluation, const Declaration& declaration, InstanceId instance,
           const Value& self, Arena& arena, Diagnostics& diagnostics)
      : evaluation_(evaluation),
        declaration_(declaration),
        instance_(instance),
        self_(self),
        arena_(arena),
        diagnostics_(diagnostics) {}

  bool make(const BoundProvisioner& bound, ProvisionCommand& to) {
    std::string command;
    bool fine = text(&bound.command, "command", &command);
    if (fine && command.empty()) {
      refuse(bound.command, "command", "a text that is not empty");
      fine = false;
    }
    to.process.arguments = {"/bin/sh", "-c"};
    if (bound.interpreter) fine = interpreter(*bound.interpreter, to) && fine;
    to.process.arguments.push_back(command);
    if (bound.working_dir)
      fine = text(&*bound.working_dir, "working_dir", &to.process.directory) && fine;
    if (bound.environment) fine = environment(*bound.environment, to) && fine;
    if (bound.quiet) {
      const auto quiet = value(*bound.quiet, Type::boolean(), "quiet", "true or false");
      fine = fine && quiet.has_value();
      to.quiet = quiet && !quiet->is_null() && quiet->as_bool();
    }
    to.may_fail = bound.provisioner->on_failure == config::Provisioner::OnFailure::Continue;
    if (any(marks_ & Marks::Sensitive)) {
      to.silence = "(output suppressed due to sensitive value in config)";
    } else if (any(marks_ & Marks::Ephemeral)) {
      to.silence = "(output suppressed due to ephemeral value in config)";
    } else {
      to.shown = command;
    }
    return fine;
  }

 private:
  void refuse(const BoundExpression& bound, const std::string& name, const std::string& wanted) {
    diagnostics_.error("E0505", "Invalid provisioner value",
                       "\"" + name + "\" of a local-exec provisioner must be " + wanted + ".",
                       bound.expression.span());
  }

  std::optional<Value> value(const BoundExpression& bound, Type type, const std::string& name,
                             const std::string& wanted) {
    bool ok = true;
    const Instance& instance = evaluation_.instances[instance_];
    const Value result = evaluation_.evaluate(bound, declaration_.node, instance.module, instance_,
                                              &self_, arena_, diagnostics_, &ok);
    if (!ok) return std::nullopt;
    marks_ = marks_ | result.all_marks();
    const auto converted = convert(arena_, result.without_marks(arena_), type, nullptr);
    if (!converted || !converted->is_wholly_known()) {
      refuse(bound, name, wanted);
      return std::nullopt;
    }
    return converted;
  }

  bool text(const BoundExpression* bound, const std::string& name, std::string* to) {
    const auto found = value(*bound, Type::string(), name, "a text");
    if (!found) return false;
    if (!found->is_null()) *to = std::string(found->as_string());
    return true;
  }

  bool interpreter(const BoundExpression& bound, ProvisionCommand& to) {
    const auto found =
        value(bound, Type::list_of(Type::string()), "interpreter", "a list of texts");
    if (!found) return false;
    if (found->is_null() || found->elements().empty()) return true;
    to.process.arguments.clear();
    for (const Value& element : found->elements()) {
      if (element.is_null()) {
        refuse(bound, "interpreter", "a list of texts");
        return false;
      }
      to.process.arguments.emplace_back(element.as_string());
    }
    return true;
  }

  bool environment(const BoundExpression& bound, ProvisionCommand& to) {
    const auto found = value(bound, Type::map_of(Type::string()), "environment", "a map of texts");
    if (!found) return false;
    if (found->is_null()) return true;
    for (const MapEntry& entry : found->entries()) {
      if (!entry.value.is_null())
        to.process.environment[std::string(entry.key)] = std::string(entry.value.as_string());
    }
    return true;
  }

  const Evaluation& evaluation_;
  const Declaration& declaration_;
  InstanceId instance_;
  const Value& self_;
  Arena& arena_;
  Diagnostics& diagnostics_;
  Marks marks_ = Marks::None;
};

std::string quoted(const std::vector<std::string>& arguments) {
  std::vector<std::string> texts;
  for (const std::string& argument : arguments) texts.push_back(json_quote(argument));
  return "[" + join(texts, " ") + "]";
}

}  // namespace

bool has_provisioners(const Evaluation& evaluation, const Change& change,
                      config::Provisioner::When when) {
  if (change.declaration >= evaluation.graph().declarations.size()) return false;
  if (when == config::Provisioner::When::Destroy &&
      (change.tainted || !change.deposed_key.empty() ||
       change.action == ChangeAction::CreateThenDelete))
    return false;
  const auto& all = evaluation.graph().declarations[change.declaration].provisioners;
  return std::any_of(all.begin(), all.end(), [when](const BoundProvisioner& each) {
    return each.provisioner->when == when;
  });
}

bool provision_commands(Evaluation& evaluation, const Change& change,
                        config::Provisioner::When when, const Value& self, Arena& arena,
                        std::vector<ProvisionCommand>& to, Diagnostics& diagnostics) {
  const Declaration& declaration = evaluation.graph().declarations[change.declaration];
  const InstanceId instance = instance_of(evaluation, change);
  bool fine = true;
  for (const BoundProvisioner& bound : declaration.provisioners) {
    if (bound.provisioner->when != when) continue;
    ProvisionCommand command;
    fine = Commands(evaluation, declaration, instance, self, arena, diagnostics)
               .make(bound, command) &&
           fine;
    to.push_back(std::move(command));
  }
  return fine;
}

ProvisionResult run_provisioners(ProcessRunner& processes,
                                 const std::vector<ProvisionCommand>& commands,
                                 const std::function<void(std::string_view)>& say,
                                 const std::function<bool()>& cancelled) {
  for (const ProvisionCommand& command : commands) {
    if (!command.silence.empty()) {
      say(command.silence);
    } else {
      say(command.quiet ? "Executing: suppressed by quiet = true"
                        : "Executing: " + quoted(command.process.arguments));
    }
    std::string output;
    const auto end = processes.run(
        command.process,
        [&](std::string_view line) {
          if (!command.silence.empty()) return;
          say(line);
          if (output.size() < kKeptOutput) output += std::string(line) + "\n";
        },
        cancelled);
    if (end && end->fine()) continue;
    const bool named = !command.shown.empty() && !command.quiet;
    std::string why = "the local-exec provisioner" + (named ? " '" + command.shown + "'" : "") +
                      " failed: " + (end ? end->text() : end.error().message);
    if (!output.empty()) why += ". It printed: " + std::string(trim(output));
    const bool stopped = end && (end->how == ProcessEnd::How::Cancelled);
    if (!command.may_fail || stopped) return {true, why};
    say("Failed, and on_failure = continue: " +
        (end ? end->text() : std::string(end.error().message)));
  }
  return {};
}

}  // namespace tenon
