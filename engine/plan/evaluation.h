// Evaluation: the values of a configuration in one run: which module instances and resource
// instances there are, and what every variable, local, output and instance is worth. Planning fills
// it level by level; apply goes on with it and asks lazily, because values that were unknown become
// known. Owner: results live in the arenas that the caller passes; those must outlive it. Threads:
// between barriers of planning it is only read; in apply one thread owns it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/graph/graph.h"
#include "engine/plan/change.h"
#include "schema/base/env.h"

namespace tenon {

struct ModuleInstance {
  std::uint32_t parent = 0;  // ordinal in the parent's node
  InstanceKey key;
  Value each_value;
};

enum class Repetition : std::uint8_t { Single, Count, ForEach };

// Instances of one declaration in one module instance; for calls, module instances of the called
// node.
struct Expansion {
  Repetition repetition = Repetition::Single;
  bool expanded = false;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  bool subject_ready = false;
  Value subject;
};

struct Instance {
  DeclarationId declaration = kNoDeclaration;
  std::uint32_t module = 0;  // ordinal
  InstanceKey key;
  Value each_value;
  std::uint32_t row = kNoRow;
  std::uint32_t change = kNoChange;
  Value value;
  bool has_value = false;  // else it is the row's, still encoded
  bool failed = false;
};

struct EvaluationInputs {
  const config::Config* config = nullptr;
  Graph* graph = nullptr;
  Env* env = nullptr;
  std::string workspace = "default";
  std::map<Symbol, config::VariableValue> variables;
  std::string working_directory;
  std::int64_t time = 0;
};

class Evaluation {
 public:
  explicit Evaluation(EvaluationInputs inputs);

  const config::Config& config() const { return *inputs_.config; }
  const Graph& graph() const { return *inputs_.graph; }
  const EvaluationInputs& inputs() const { return inputs_; }

  // Evaluates a variable, local or output in one module instance and keeps it.
  void evaluate_declaration(DeclarationId id, std::uint32_t module, Arena& arena,
                            Diagnostics& diagnostics);
  // Makes the instances of a resource, or module instances of a call. False where that failed;
  // nothing is then expanded.
  bool expand(DeclarationId id, std::uint32_t module, Arena& arena, Diagnostics& diagnostics);
  // The body of an instance's resource (or of a provider configuration, kNoInstance) as a value of
  // the schema's type.
  Value evaluate_block(const BlockTemplate& block, std::uint32_t node, std::uint32_t module,
                       InstanceId instance, Arena& arena, Diagnostics& diagnostics, bool* ok) const;
  Value evaluate(const BoundExpression& expression, std::uint32_t node, std::uint32_t module,
                 InstanceId instance, const Value* self, Arena& arena, Diagnostics& diagnostics,
                 bool* ok) const;
  // Judges conditions; unknown ones pass for now. False where one failed; each failure is a
  // diagnostic with the user's message.
  bool check(const std::vector<BoundCondition>& conditions, std::string_view what,
             const std::string& address, std::uint32_t node, std::uint32_t module,
             InstanceId instance, const Value* self, Arena& arena, Diagnostics& diagnostics,
             bool* unknown) const;

  // What a reference to a resource is worth: the object, or a tuple or object of them. Built by
  // prepare_subject(), which needs all instances' values.
  Value resource_subject(DeclarationId id, std::uint32_t module) const;
  void prepare_subject(DeclarationId id, std::uint32_t module, Arena& arena);
  void forget_subject(DeclarationId id, std::uint32_t module);

  // The value of an instance, decoded from its row where planning left it there.
  Value instance_value(InstanceId id, Arena& arena) const;
  // All instances of a declaration, over all module instances.
  std::vector<InstanceId> instances_of(DeclarationId id) const;

  InstanceAddress address_of(InstanceId id) const;
  std::string address_text(InstanceId id) const;
  // "module.a[0].aws_vpc.main": the text before an instance's key.
  const std::string& prefix_text(DeclarationId id, std::uint32_t module) const;
  ModulePath module_path(std::uint32_t node, std::uint32_t module) const;

  // In apply: variables, locals and outputs that are not wholly known are worked out again when
  // asked for.
  void set_lazy(Arena* arena) { lazy_arena_ = arena; }
  void set_phase(lang::Phase phase) { phase_ = phase; }
  // For `validate`: a count or for_each that is unknown is no error; there are just no instances.
  void allow_unknown_repetition() { unknown_repetition_allowed_ = true; }

  std::vector<std::vector<ModuleInstance>> modules;  // by node, by ordinal
  std::vector<std::vector<Expansion>> expansions;    // by declaration, by module ordinal
  std::vector<std::vector<Value>> values;            // by declaration, by module ordinal
  std::vector<std::vector<bool>> evaluated;
  std::vector<Instance> instances;
  std::shared_ptr<const Snapshot> snapshot;

 private:
  friend class EvaluationScope;
  Value declared_value(DeclarationId id, std::uint32_t module) const;
  // each.value was found when the plan was made; in apply what was unknown of it is asked for
  // again.
  Value each_value_now(DeclarationId id, std::uint32_t module, const InstanceKey& key,
                       const Value& planned) const;
  // The declaration of the call that makes the instances of a node.
  DeclarationId call_of(std::uint32_t node) const;
  std::optional<std::pair<Repetition, std::vector<std::pair<InstanceKey, Value>>>> repetition_keys(
      const Declaration& declaration, std::uint32_t module, Arena& arena,
      Diagnostics& diagnostics) const;
  void evaluate_slot(const BlockTemplate& block, const BlockTemplate::NestedTemplate& nested,
                     class EvaluationScope& scope, Arena& arena, Diagnostics& diagnostics, bool* ok,
                     std::vector<std::vector<Value>>& lists, std::vector<Value>& slots) const;
  Value block_value(const BlockTemplate& block, class EvaluationScope& scope, Arena& arena,
                    Diagnostics& diagnostics, bool* ok) const;
  lang::EvalContext context(const lang::Scope& scope, Arena& arena, Diagnostics& diagnostics) const;

  EvaluationInputs inputs_;
  Arena* lazy_arena_ = nullptr;
  lang::Phase phase_ = lang::Phase::Plan;
  bool unknown_repetition_allowed_ = false;
  mutable std::vector<std::vector<std::string>> prefixes_;
};

}  // namespace tenon
