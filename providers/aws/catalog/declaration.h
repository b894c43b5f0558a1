// Declaration: one AWS resource type or data source as data, loaded: what is written in
// providers/aws/types/<service>/<type>.yaml (docs/adding-an-aws-type.md explains each word).
// Owner: the declaration owns everything but the service models, which it shares. Threads:
// immutable after load.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "providers/aws/catalog/template.h"
#include "providers/aws/model/service_model.h"
#include "schema/resource/resource_schema.h"

namespace tenon::aws {

// How differences that mean nothing are told from those that do.
enum class Normal : std::uint8_t {
  None,
  Json,    // JSON text by meaning
  Policy,  // an IAM policy document by meaning: one-element lists, order of actions and principals
  Case,    // letters by meaning
  Arn,     // an ARN and the id that it ends in
  Number,  // a number in a text: "1" and "1.0"
  Time,    // one moment, RFC 3339
  Containers,  // container definitions of ECS
  UserData,    // of instances: a text, its base64 form, the SHA-1 of it that Terraform keeps
  Protocol,    // of IP: "tcp" and "6", "all" and "-1"
};

struct BlockMapping;

// One attribute or block, beside its slot in the schema.
struct SlotMapping {
  std::string name;
  std::vector<std::string> member;     // path in requests; empty: not sent by name
  std::optional<PathExpression> from;  // in the answer; absent: `member` there too
  bool from_self = false;              // `from` looks at the context, not at an answer
  Node default_value;                  // what the plan says where the configuration is silent
  std::optional<PathExpression> default_from;  // or what this gives of the configuration
  bool nullable = false;                       // what AWS does not tell is null, not "" or 0
  bool replaces = false;
  std::optional<PathExpression> replaces_when;  // or where this is true of the planned object
  bool changes_with_any = false;                // computed anew by every update
  std::vector<std::string> changes_with;
  std::optional<PathExpression> changes_when;  // and only where this holds of what is planned
  Normal normal = Normal::None;
  bool local = false;       // never sent and never read: it steers tenon
  std::string not_read;     // why AWS does not tell it
  std::string unsupported;  // why it is refused
  std::string pair_key;     // map attribute on the wire: a list of {key, value}
  std::string pair_value;
  std::string generated_default;      // the prefix where the configuration has none
  std::string generated_from;         // `name`: the attribute that holds its prefix
  std::string generated_suffix_when;  // and what it ends in where an expression is true
  std::string generated_suffix;
  bool unread() const { return local || !not_read.empty(); }
  std::unique_ptr<BlockMapping> block;  // nested blocks, or the objects of an attribute
  bool as_structure = false;            // a list block of one, on the wire a structure
  // Set block: elements of which this is true are AWS's own addition where nobody asked for them.
  std::optional<PathExpression> added;
  bool block_computed = false;  // where the configuration has none, AWS decides
  // The shape on the wire where it is known, for its enum, lengths and ranges.
  const Shape* shape = nullptr;
  bool open = false;  // values outside of the shape's enum are fine
};

struct BlockMapping {
  std::vector<SlotMapping> slots;  // in the order of the schema's slots
  bool sees_reference = false;     // some `from:` looks at _reference
  Template with;                   // members that data cannot map by name
};

// Where a changed attribute goes in a list of patch operations: "/description"; "/variables/*" for
// each entry.
struct PatchPath {
  std::string attribute;
  std::string path;
  std::string add = "add";  // how an entry that was not there is said
  bool as_value = false;    // an element of a list is the operation's value, not part of its path
};

enum class StepKind : std::uint8_t { Call, Wait, Hook, TagAdd, TagRemove };

// What a step is done for, one by one: items of a list that an expression or a call gives.
struct Over {
  std::optional<PathExpression> list;  // of the object, or of the call's answers, all pages
  std::shared_ptr<const ServiceModel> model;
  std::string service;
  const Operation* operation = nullptr;
  Template with;
  std::vector<std::string> nothing;  // error codes: there is none
};

// One step of create, update or remove.
struct Step {
  StepKind kind = StepKind::Call;
  bool on_create = false;
  bool on_update = false;
  bool on_remove = false;
  std::string hook;
  std::shared_ptr<const ServiceModel> model;
  std::string service;
  const Operation* operation = nullptr;
  Template with;
  bool send_all = false;           // members by name
  bool send_changed = false;       // of the changed attributes
  std::vector<std::string> send;   // or these attributes only
  std::vector<std::string> clear;  // attributes that are sent as "", 0, [] … once they go
  // Members that are the contents of a file, and the attribute that names it.
  std::vector<std::pair<std::vector<std::string>, std::string>> files;
  std::vector<PatchPath> patch;  // changes as patch operations
  // What this operation calls otherwise than the one that the members' names are of, at any depth.
  std::vector<std::pair<std::string, std::string>> rename;
  std::optional<PathExpression> region;  // another than the session's
  std::vector<std::string> changed;      // runs where one of these changed (at a create: is set)
  std::optional<PathExpression> when;
  std::vector<std::string> each;  // once per changed attribute below this member: "Attributes"
  std::optional<Over> over;       // or once per item, which expressions see as _item
  std::vector<std::pair<std::string, PathExpression>> take;  // attribute ← answer
  std::vector<std::string> ignore;                           // error codes that mean: already so
  std::vector<std::string> retry_on;                         // error codes that pass with time
  bool repeatable = false;
  // Wait
  std::optional<PathExpression> until;
  std::optional<PathExpression> fail;
  std::vector<std::string> absent;  // error codes that mean: gone
  bool until_absent = false;
  int every_seconds = 2;
  int most_seconds = 600;
};

struct BulkRead {
  // Tags alone, from the tagging service, which takes ARNs; `key` is the object's. Where that
  // service refuses, they are asked for one by one.
  bool tagging = false;
  std::shared_ptr<const ServiceModel> model;
  std::string service;
  const Operation* operation = nullptr;
  Template with;
  std::vector<std::string> ids;  // path of the member that takes the ids; empty: lists everything
  int most = 0;                  // ids in one call
  int least = 2;                 // below so many objects, one by one is cheaper
  PathExpression list;
  PathExpression identity;           // of an item
  PathExpression key;                // of an object: what identity is compared with
  std::optional<PathExpression> at;  // where in the item the object is
  Template match;                    // and which item of a list there
};

// Of a list at `at`: what `match` says, or the whole; exactly one item on all pages; all of all
// pages, as {"Items": [...]}.
enum class ItemsRead : std::uint8_t { Any, One, All };

struct ReadStep {
  std::shared_ptr<const ServiceModel> model;
  std::string service;
  const Operation* operation = nullptr;
  Template with;
  std::optional<PathExpression> at;
  Template match;  // where `at` is a list: the one item, on any page, that is so
  std::optional<PathExpression> region;  // another than the session's
  ItemsRead items = ItemsRead::Any;
  std::string through;  // hook that brings what was found into form
  std::optional<PathExpression> when;
  // Asked once for each item of this list (_item), which sees _read; the answers are a list.
  std::optional<PathExpression> over;
  std::vector<std::string> absent;            // error codes: the object is gone
  std::vector<std::string> nothing;           // error codes: there is no such part of it
  std::optional<PathExpression> absent_when;  // of the answer
  std::optional<PathExpression> tags;         // where the tags are in the answer
  std::optional<BulkRead> bulk;
  bool needed = true;  // false: its attributes may stay unread where the call is refused
};

struct TagsMapping {
  bool present = false;
  std::string key;  // of a list of pairs; "": a map
  std::string value;
  std::string create_member;  // of the first create call; "": added afterwards
  std::string resource_type;  // in a list of specifications, each for a type of thing: "vpc"
  std::optional<PathExpression> create_when;
};

struct RecoverySpec {
  std::string kind;  // natural_key, tag, none
  std::string reason;
  int settle_seconds = 0;
  // natural_key, tag: how to look for it.
  std::shared_ptr<const ServiceModel> model;
  std::string service;
  const Operation* operation = nullptr;
  Template with;
  std::optional<PathExpression> list;
  Template match;
  std::vector<std::pair<std::string, PathExpression>> take;
  std::vector<std::string> absent;
  // tag: where the tags of a candidate are.
  std::shared_ptr<const ServiceModel> tags_model;
  std::string tags_service;
  const Operation* tags_operation = nullptr;
  Template tags_with;
  std::optional<PathExpression> tags_list;
};

struct Rule {
  PathExpression must;  // of the configuration
  std::string message;
  std::string attribute;  // where it is shown
  bool warning = false;   // it would go, and is not wise
};

struct Declaration {
  std::string type;
  ResourceMode mode = ResourceMode::Managed;
  std::string service;
  std::shared_ptr<const ServiceModel> model;
  ResourceSchema schema;
  BlockMapping mapping;
  std::string hook;  // of a data source that is computed
  Template id;
  std::vector<std::pair<std::string, Template>> from_id;  // attributes that an import id gives
  std::vector<Step> steps;
  std::vector<ReadStep> read;
  TagsMapping tags;
  RecoverySpec recovery;
  std::vector<Rule> rules;
  bool wants_account = false;  // some expression sees _account
};

// Where models come from: the catalogue, or the source folder at build time.
class ModelSource {
 public:
  virtual ~ModelSource() = default;
  virtual Result<std::shared_ptr<const ServiceModel>> model(const std::string& service) const = 0;
};

// One complaint: where in the declaration ("attributes.name"), and what.
struct DeclarationProblem {
  std::string where;
  std::string what;
};

// nullptr where `problems` is not empty.
std::unique_ptr<Declaration> load_declaration(const Node& source, const ModelSource& models,
                                              std::vector<DeclarationProblem>& problems);

// "visibility_timeout_seconds" and "VisibilityTimeoutSeconds" are one name.
std::string folded_name(std::string_view name);

// Names of the C++ hooks that declarations may name, each explained in docs/adding-an-aws-type.md.
const std::vector<std::string>& hook_names();
// And of those that compute a data source.
const std::vector<std::string>& data_hook_names();

}  // namespace tenon::aws
