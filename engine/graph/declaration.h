// Declarations: everything of a configuration that has a value or an effect, one node each per
// place in the tree of modules (not per instance): input variables, locals, outputs, resources and
// data sources, module calls (their count and for_each), provider configurations. Their expressions
// are bound here: each reference is replaced by the number of the subject that it means, so
// evaluation never looks a name up again. Owner: the Graph owns declarations and block templates;
// it refers to the Config and to provider schemas, which must outlive it. Threads: immutable once
// built.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/config/model.h"
#include "engine/lang/expression.h"
#include "providers/provider.h"
#include "providers/registry.h"
#include "schema/resource/resource_schema.h"

namespace tenon {

using DeclarationId = std::uint32_t;
inline constexpr DeclarationId kNoDeclaration = ~0u;

enum class DeclarationKind : std::uint8_t {
  Variable,
  Local,
  Output,
  Resource,
  ModuleCall,
  ProviderConfig
};

// What a reference can mean.
enum class SubjectKind : std::uint8_t {
  Declaration,   // variable, local, resource: by number, in the module instance of whoever asks
  ModuleOutput,  // one output of a called module; `key` where the reference says which instance
  ModuleObject,  // all outputs of a called module, over all its instances
  EachKey,
  EachValue,
  CountIndex,
  PathModule,
  PathRoot,
  PathCwd,
  Workspace,
  Self,
  Iterator,  // of a dynamic block; `index` counts from the outermost
};

struct Subject {
  SubjectKind kind = SubjectKind::Declaration;
  DeclarationId declaration =
      kNoDeclaration;  // ModuleOutput: the output in the called module; ModuleObject: the call
  DeclarationId call = kNoDeclaration;  // ModuleOutput: through which call
  bool has_key = false;
  InstanceKey key;
  std::uint32_t index = 0;
};

// An expression whose references are bound.
struct BoundExpression {
  lang::Expression expression;
  std::vector<lang::Binding> bindings;
};

struct BoundCondition {
  BoundExpression condition;
  BoundExpression error_message;
  SourceSpan span;
};

struct BoundProvisioner {
  const config::Provisioner* provisioner = nullptr;
  BoundExpression command;
  std::optional<BoundExpression> working_dir;
  std::optional<BoundExpression> environment;
  std::optional<BoundExpression> interpreter;
  std::optional<BoundExpression> quiet;
};

// An `import` block that is meant for a resource.
struct BoundImport {
  const config::Import* import = nullptr;
  std::optional<BoundExpression> for_each;
  BoundExpression id;
  std::vector<std::optional<BoundExpression>> keys;  // of import->to
};

// A body compiled against a provider's schema: what to evaluate for each slot.
struct BlockTemplate {
  struct AttributeTemplate {
    std::uint32_t slot = 0;
    SourceSpan name_span;
    BoundExpression value;
  };
  struct NestedTemplate {
    std::uint32_t slot = 0;
    SourceSpan span;
    std::unique_ptr<BlockTemplate> content;
    std::string label;  // of a block of map nesting
    bool dynamic = false;
    BoundExpression for_each;
    std::uint32_t iterator = 0;  // Subject index of its iterator
    std::vector<BoundExpression> labels;
  };
  const BlockSchema* schema = nullptr;
  SourceSpan span;
  std::vector<AttributeTemplate> attributes;
  std::vector<NestedTemplate> nested;
};

struct Declaration {
  DeclarationKind kind = DeclarationKind::Local;
  std::uint32_t node = 0;  // of Config::nodes
  SourceSpan span;
  std::uint32_t level = 0;
  bool referenced = false;           // by the value of another declaration
  std::vector<DeclarationId> needs;  // direct, sorted, each once
  // Resources that this one's value comes from, through locals, variables and outputs: sorted, each
  // once. For resources only.
  std::vector<DeclarationId> resources;
  // Those that it names directly, and only by literal keys (x.a[0], x.a["b"]): it needs those
  // instances and no others. Sorted by resource.
  struct KeyedNeed {
    DeclarationId resource = kNoDeclaration;
    InstanceKey key;
  };
  std::vector<KeyedNeed> keyed;
  std::vector<DeclarationId> whole;  // those that it names in any other way
  std::vector<DeclarationId>
      explicit_resources;  // those behind depends_on (its own and its modules'), for data sources

  const config::Variable* variable = nullptr;
  const config::Local* local = nullptr;
  const config::Output* output = nullptr;
  const config::Resource* resource = nullptr;
  const config::ModuleCall* call = nullptr;
  const config::ProviderConfig* provider_config = nullptr;

  BoundExpression
      value;  // local, output; variable of a called module: its input (evaluated in the parent)
  bool has_value = false;  // variable: whether the call sets it
  BoundExpression count;   // resource, call
  BoundExpression for_each;
  bool has_count = false;
  bool has_for_each = false;
  std::unique_ptr<BlockTemplate> body;        // resource, provider configuration
  std::vector<BoundCondition> preconditions;  // also validations of variables
  std::vector<BoundCondition> postconditions;
  std::vector<BoundExpression> triggers;  // replace_triggered_by
  std::vector<BoundProvisioner> provisioners;
  std::vector<BoundImport> imports;

  // Resource
  Provider* provider = nullptr;
  const ResourceSchema* schema = nullptr;
  DeclarationId provider_declaration = kNoDeclaration;  // kNoDeclaration: an empty configuration
  std::string
      provider_key;  // `provider["registry.terraform.io/hashicorp/aws"].west` as state has it
  Effect effect = Effect::World;
  bool create_before_destroy = false;  // its own, or inherited from a dependent
  DeclarationId child_node = 0;        // call: the node of Config::nodes that it calls
  std::string address;  // "module.a.aws_vpc.main" without keys; "var.x", "local.y" …
};

}  // namespace tenon
