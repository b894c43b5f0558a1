#include "providers/aws/resource/operate.h"

#include <algorithm>

#include "providers/aws/resource/read.h"
#include "providers/aws/resource/steps.h"
#include "providers/aws/resource/value_node.h"
#include "schema/value/compare.h"

namespace tenon::aws {

namespace {

constexpr int kReadBackTries = 12;

// Unknown becomes null: nobody has told yet.
void forget_unknowns(Node& node) {
  if (node.is_unknown()) {
    node = Node();
    return;
  }
  for (Node& item : node.items()) forget_unknowns(item);
  for (auto& [name, value] : node.members()) forget_unknowns(value);
}

// What AWS filled in as "", 0 or false inside of blocks is no wish, and is not sent back.
void forget_filled_in(const BlockSchema& schema, const BlockMapping& mapping, Node& object,
                      const Value& config) {
  for (std::size_t i = 0; i < schema.slots.size(); ++i) {
    const SchemaSlot& slot = schema.slots[i];
    const SlotMapping& how = mapping.slots[i];
    Node* now = object.find(slot.name.view());
    if (now == nullptr || now->is_null()) continue;
    const Value given = config.is_known() ? config.elements()[i] : Value();
    if (!slot.is_block()) {
      const bool filled_in = (slot.attribute.computed || now->is_string()) && given.is_null();
      const std::string text = now->scalar_text();
      const bool is_nothing = now->is_string() ? text.empty() : text == "0" || text == "false";
      if (filled_in && is_nothing && how.default_value.is_null()) *now = Node();
      continue;
    }
    if (now->is_map()) forget_filled_in(*slot.block, *how.block, *now, given);
    // Elements of sets have no places, so what the configuration says of one is not known.
    const bool has_places = slot.nesting == Nesting::List && given.is_known();
    for (std::size_t at = 0; at < now->items().size(); ++at) {
      const bool is_given = has_places && at < given.length();
      forget_filled_in(*slot.block, *how.block, now->items()[at],
                       is_given ? given.elements()[at] : Value());
    }
  }
}

// Digits from the journalled token, so that the same intent always means the same name. Terraform's
// generated suffix has 26 digits; so has this.
std::string unique_suffix(std::string_view token) {
  const std::string hash = sha256(token);
  std::string digits;
  for (std::size_t i = 0; i < 26; ++i)
    digits += static_cast<char>('0' + static_cast<unsigned char>(hash[i]) % 10);
  return digits;
}

void generate_names(const Declaration& declaration, Node& object, std::string_view token) {
  for (const SlotMapping& slot : declaration.mapping.slots) {
    if (slot.generated_default.empty() || token.empty()) continue;
    const Node* name = object.find(slot.name);
    if (name != nullptr && name->is_string()) continue;
    const Node* prefix = object.find(slot.generated_from);
    std::string text =
        (prefix != nullptr && prefix->is_string() ? prefix->text() : slot.generated_default) +
        unique_suffix(token);
    if (!slot.generated_suffix.empty()) {
      const auto when = PathExpression::compile(slot.generated_suffix_when);
      if (when && is_truthy(when->evaluate(object))) text += slot.generated_suffix;
    }
    object.set(slot.name, Node::string(std::move(text)));
  }
}

class Running {
 public:
  Running(const Declaration& declaration, const AwsSession& session,
          const OperationRequest& request, OperationContext& context, Node object)
      : work_{declaration, session, request, context, std::move(object), {}, {},
              {},          nullptr, {},      {}} {
    find_changes();
    if (request.kind == OperationKind::Update) work_.object.set("_prior", node_of(request.prior));
    work_.sendable = sendable();
    resume();
  }

  OperationResult run() {
    const auto& steps = work_.declaration.steps;
    for (; at_ < steps.size(); ++at_, tries_ = 0) {
      if (work_.context.cancelled && work_.context.cancelled() && at_ > 0 && !identified_)
        return fail(make_error(ErrorCategory::Cancelled, "interrupted"), false);
      const Step& step = steps[at_];
      if (!step_applies(step, work_)) continue;
      if (is_told(step)) continue;
      if (step.kind != StepKind::Wait) work_.told_by = nullptr;
      const StepOutcome outcome = run_step(step, work_, tries_);
      switch (outcome.kind) {
        case StepOutcome::Kind::Done:
          if (step.kind == StepKind::Wait) waited_ = &step;
          break;
        case StepOutcome::Kind::Gone:
          return {};
        case StepOutcome::Kind::Again:
          return ask_again(outcome.after);
        case StepOutcome::Kind::Failed:
          return fail(outcome.error, outcome.ambiguous);
      }
      if (work_.request.kind == OperationKind::Create && !identified_) {
        const Status told = identify();
        if (!told) return fail(told.error(), true);
      }
    }
    if (work_.request.kind == OperationKind::Remove) return {};
    complete_id(work_.declaration, work_.object);  // an update may have given another one
    return read_back();
  }

  // A wait for what the call before, a wait as well, has just seen.
  bool is_told(const Step& step) const {
    return step.kind == StepKind::Wait && work_.told_by != nullptr &&
           work_.told_by == step.operation && step.until && waited_->until &&
           waited_->until->text() == step.until->text();
  }

  // The first call of a create alone.
  Result<Node> make() {
    for (const Step& step : work_.declaration.steps) {
      if (step.kind != StepKind::Call || !step_applies(step, work_)) continue;
      const StepOutcome outcome = run_step(step, work_, 0);
      if (outcome.kind == StepOutcome::Kind::Failed) return outcome.error;
      if (outcome.kind == StepOutcome::Kind::Again)
        return make_error(ErrorCategory::Unavailable, "it cannot be asked for yet");
      complete_id(work_.declaration, work_.object);
      return work_.object;
    }
    return make_error(ErrorCategory::Unsupported, "nothing makes a " + work_.declaration.type);
  }

 private:
  // Which attributes differ from before; at a create, which are set.
  void find_changes() {
    if (work_.request.kind == OperationKind::Remove) return;
    const BlockSchema& schema = work_.declaration.schema.block;
    for (std::size_t i = 0; i < schema.slots.size(); ++i) {
      const std::string name(schema.slots[i].name.view());
      const Value after = work_.request.planned.elements()[i];
      const Value given = work_.request.config.is_known() ? work_.request.config.elements()[i]
                                                          : Value::null(schema.slots[i].type);
      if (work_.request.kind == OperationKind::Create) {
        if (!is_zero(after) || (!given.is_null() && !is_zero(given))) work_.changed.push_back(name);
        continue;
      }
      const Value before = work_.request.prior.elements()[i];
      if (same_content(before, after) || (is_zero(before) && is_zero(after))) continue;
      work_.changed.push_back(name);
      if (is_zero(after)) work_.cleared.push_back(name);
    }
  }

  // Without "", 0 and false that only say "not set".
  Node sendable() const {
    Node result = work_.object;
    const BlockSchema& schema = work_.declaration.schema.block;
    const bool known = work_.request.config.is_known();
    for (std::size_t i = 0; known && i < schema.slots.size(); ++i) {
      if (schema.slots[i].is_block() || !work_.request.config.elements()[i].is_null()) continue;
      const SlotMapping& slot = work_.declaration.mapping.slots[i];
      const Value& planned = work_.request.planned.elements()[i];
      if (planned.is_known() && is_zero(planned) && slot.default_value.is_null())
        result.set(slot.name, Node());
    }
    if (known) forget_filled_in(schema, work_.declaration.mapping, result, work_.request.config);
    return result;
  }

  void resume() {
    if (work_.context.continuation.empty()) return;
    const auto state = parse_json(work_.context.continuation);
    if (!state) return;
    const auto number = [&](const char* name) {
      const Node* found = state->find(name);
      return found == nullptr ? 0 : std::atoi(found->text().c_str());
    };
    at_ = static_cast<std::size_t>(number("step"));
    tries_ = number("tries");
    identified_ = number("identified") != 0;
    if (const Node* given = state->find("given")) {
      for (const auto& [name, value] : given->members()) {
        work_.object.set(name, value);
        work_.sendable.set(name, value);
      }
    }
  }

  // What calls gave: the attributes that were unknown.
  Node given() const {
    Node result = Node::map();
    const BlockSchema& schema = work_.declaration.schema.block;
    for (const SchemaSlot& slot : schema.slots) {
      const Node* now = work_.object.find(slot.name.view());
      if (now == nullptr || now->is_null()) continue;
      const Value planned = planned_or_prior().attribute(slot.name).value_or(Value());
      if (!planned.is_known()) result.set(slot.name.view(), *now);
    }
    // And what is only for later steps.
    for (const Step& step : work_.declaration.steps) {
      for (const auto& [name, path] : step.take) {
        const Node* now = name[0] == '_' ? work_.object.find(name) : nullptr;
        if (now != nullptr) result.set(name, *now);
      }
    }
    return result;
  }

  const Value& planned_or_prior() const {
    return work_.request.kind == OperationKind::Remove ? work_.request.prior
                                                       : work_.request.planned;
  }

  OperationResult ask_again(std::chrono::milliseconds after) {
    Node state = Node::map();
    state.set("step", Node::number(static_cast<std::int64_t>(at_)));
    state.set("tries", Node::number(tries_ + 1));
    state.set("identified", Node::number(identified_ ? 1 : 0));
    state.set("given", given());
    OperationResult result;
    result.kind = OperationResult::Kind::Again;
    result.again_after = after;
    result.continuation = to_json(state);
    return result;
  }

  // After the call that made the object: its identity is made durable before anything else.
  Status identify() {
    complete_id(work_.declaration, work_.object);
    const Node* id = work_.object.find("id");
    if (id == nullptr || !id->is_string()) return ok_status();
    work_.sendable.set("id", *id);
    identified_ = true;
    if (!work_.context.progress) return ok_status();
    return work_.context.progress(partial(), to_json(given()));
  }

  // The planned value with what is known of it so far; the rest null.
  Value partial() {
    Arena& arena = *work_.request.arena;
    const auto slots = arena.copy_span(planned_or_prior().elements());
    const BlockSchema& schema = work_.declaration.schema.block;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (slots[i].is_wholly_known()) continue;
      const Node* now = work_.object.find(schema.slots[i].name.view());
      slots[i] = now == nullptr ? Value::null(schema.slots[i].type)
                                : value_of(arena, *now, schema.slots[i].type);
      if (slots[i].is_null() && schema.slots[i].is_block() &&
          schema.slots[i].nesting != Nesting::Single)
        slots[i] = value_of(arena, Node::list(), schema.slots[i].type);
    }
    return Value::object(arena, schema.type, slots);
  }

  OperationResult fail(Error error, bool ambiguous) {
    OperationResult result;
    result.kind = OperationResult::Kind::Failed;
    result.error = std::move(error);
    result.private_bytes = std::string(work_.request.private_bytes);
    // An ambiguous first call: recovery asks whether it happened. Once there is an identity, what
    // exists is known.
    result.ambiguous = ambiguous && !(work_.request.kind == OperationKind::Create && identified_);
    const bool exists = work_.request.kind != OperationKind::Create || identified_;
    if (!exists) return result;
    const ReadResult now = read_now(ReadForm::AfterEffect);
    if (now.kind == ReadKind::Found) {
      result.value = now.value;
    } else if (work_.request.kind == OperationKind::Create) {
      result.value = partial();
    } else {
      result.value = work_.request.prior;
    }
    return result;
  }

  ReadResult read_now(ReadForm form) {
    ReadOptions options;
    options.form = form;
    options.call.deadline = work_.context.deadline;
    if (form == ReadForm::AfterSuccess && work_.told_by != nullptr)
      options.told = {work_.told_by, &work_.told_input, &work_.told};
    Node seen = work_.object;
    if (work_.request.kind == OperationKind::Create) seen.set("_new", Node::boolean(true));
    complete_id(work_.declaration, seen);  // a renamed object has another one
    return read_one(work_.declaration, work_.session, *work_.request.arena, seen,
                    planned_or_prior(), options);
  }

  OperationResult read_back() {
    const ReadResult now = read_now(ReadForm::AfterSuccess);
    OperationResult result;
    result.private_bytes = std::string(work_.request.private_bytes);
    if (now.kind == ReadKind::Found) {
      result.value = now.value;
      return result;
    }
    // Eventual consistency: what was just made may not be listed yet.
    if (now.kind == ReadKind::Absent && tries_ < kReadBackTries)
      return ask_again(std::chrono::milliseconds(std::min(5000, 100 << std::min(tries_, 6))));
    result.kind = OperationResult::Kind::Failed;
    result.value = partial();
    result.error =
        now.kind == ReadKind::Unchecked
            ? now.error
            : make_error(ErrorCategory::NotFound, "it was made, and cannot be found any more");
    return result;
  }

  Work work_;
  const Step* waited_ = nullptr;  // the wait that told
  std::size_t at_ = 0;
  int tries_ = 0;
  bool identified_ = false;
};

}  // namespace

void complete_id(const Declaration& declaration, Node& object) {
  const Node* id = object.find("id");
  if ((id == nullptr || !id->is_string() || id->text().empty()) && !declaration.id.empty()) {
    Node made = declaration.id.fill(object);
    if (made.is_string()) object.set("id", std::move(made));
  }
}

Result<Node> operation_object(const Declaration& declaration, const AwsSession& session,
                              const Value& planned, const Value& config, std::string_view token) {
  Node object = node_of(planned);
  forget_unknowns(object);
  for (const SchemaSlot& slot : declaration.schema.block.slots) {
    if (!slot.is_block() && slot.attribute.write_only && config.is_known())
      object.set(slot.name.view(), node_of(config.attribute(slot.name).value_or(Value())));
  }
  generate_names(declaration, object, token);
  if (!token.empty()) object.set("_token", Node::string(std::string(token)));
  RETURN_IF_ERROR(session.add_surroundings(object, declaration.wants_account));
  return object;
}

Result<Node> repeat_create(const Declaration& declaration, const AwsSession& session,
                           const FindRequest& find, Node object) {
  OperationRequest request;
  request.kind = OperationKind::Create;
  request.type = find.type;
  request.configured = find.configured;
  request.schema = find.schema;
  request.address = find.address;
  request.prior = Value::null(declaration.schema.block.type);
  request.planned = find.planned;
  request.config = find.config;
  request.private_bytes = find.private_bytes;
  request.arena = find.arena;
  OperationContext context;
  context.token = std::string(find.token);
  context.intent = std::string(find.intent);
  context.deadline = std::chrono::steady_clock::time_point::max();
  return Running(declaration, session, request, context, std::move(object)).make();
}

OperationResult operate_resource(const Declaration& declaration, const AwsSession& session,
                                 const OperationRequest& request, OperationContext& context) {
  const bool is_remove = request.kind == OperationKind::Remove;
  auto object =
      operation_object(declaration, session, is_remove ? request.prior : request.planned,
                       request.config, request.kind == OperationKind::Create ? context.token : "");
  if (!object) {
    OperationResult result;
    result.kind = OperationResult::Kind::Failed;
    result.error = std::move(object).error();
    if (request.kind != OperationKind::Create) result.value = request.prior;
    return result;
  }
  return Running(declaration, session, request, context, *std::move(object)).run();
}

}  // namespace tenon::aws
