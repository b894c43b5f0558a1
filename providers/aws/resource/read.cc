#include "providers/aws/resource/read.h"

#include <algorithm>
#include <map>

#include "providers/aws/resource/hooks.h"
#include "providers/aws/resource/mapping.h"
#include "providers/aws/resource/settle.h"
#include "providers/aws/resource/tags.h"
#include "providers/aws/resource/value_node.h"
#include "schema/base/parallel.h"
#include "schema/resource/validate.h"
#include "schema/value/compare.h"

namespace tenon::aws {

namespace {

constexpr std::size_t kReaders = 8;  // requests of one refresh in flight

// What the read steps said of one object.
struct Answers {
  std::vector<Node> at;  // per step, null where it said nothing
  std::optional<Node> tags;
  bool absent = false;
  std::optional<Error> error;
};

// The answers so far, as expressions see them.
Node with_answers(const Node& context, const Answers& answers) {
  Node seen = context;
  Node read = Node::list();
  for (const Node& answer : answers.at) read.add(answer);
  seen.set("_read", std::move(read));
  return seen;
}

// Takes what one step says of the object: the single answer's part, or an item of a bulk answer.
void take_answer(const ReadStep& step, std::size_t index, Node at, const Node& context,
                 Answers& to) {
  if (!step.through.empty() && !at.is_null()) {
    auto shaped =
        through_hook(step, std::move(at), index == 0 ? context : with_answers(context, to));
    if (!shaped) {
      to.error = std::move(shaped).error();
      return;
    }
    at = *std::move(shaped);
  }
  if (at.is_null()) {
    // The first step says whether it exists; later ones tell parts of it.
    to.absent = to.absent || index == 0;
    return;
  }
  if (step.absent_when && is_truthy(step.absent_when->evaluate(at))) {
    to.absent = true;
    return;
  }
  if (step.tags) {
    Node tags = step.tags->evaluate(at);
    // Of several steps that may tell them, the last one that does.
    if (!tags.is_null()) {
      to.tags = std::move(tags);
    } else if (!to.tags) {
      to.tags = Node::list();
    }
  }
  to.at[index] = std::move(at);
}

// The item of a list whose members are as `match` says.
Node matching(const Node& list, const Node& match) {
  for (const Node& item : list.items()) {
    const bool fits = std::all_of(
        match.members().begin(), match.members().end(), [&](const Node::Member& member) {
          const Node* found = item.find(member.first);
          return found != nullptr && found->scalar_text() == member.second.scalar_text();
        });
    if (fits) return item;
  }
  return {};
}

// A step that is asked once for each item of a list: its answers are a list.
void ask_over(const AwsSession& session, const ReadStep& step, std::size_t index,
              const Node& context, const CallOptions& options, Answers& to) {
  Node seen = with_answers(context, to);
  const Node items = step.over->evaluate(seen);
  Node answers = Node::list();
  CallOptions repeatable = options;
  repeatable.repeatable = true;
  for (const Node& item : items.items()) {
    seen.set("_item", item);
    const CallOutcome outcome =
        session.call(step.model, step.service, *step.operation, step.with.fill(seen), repeatable);
    if (!outcome.ok()) {
      if (names_error(step.nothing, *outcome.error)) continue;
      to.error = outcome.error;
      return;
    }
    Node at = step.at ? step.at->evaluate(outcome.output) : outcome.output;
    if (!at.is_null()) answers.add(std::move(at));
  }
  if (!items.is_null()) to.at[index] = std::move(answers);
}

// `listings` where this is part of a refresh.
void ask(const Declaration& declaration, const AwsSession& session, std::size_t index,
         const Node& context, const CallOptions& options, Answers& to,
         Listings* listings = nullptr) {
  const ReadStep& step = declaration.read[index];
  // The first step sees no answers; what it saves are copies of contexts.
  const Node seen = index == 0 ? Node() : with_answers(context, to);
  if (step.when && !is_truthy(step.when->evaluate(index == 0 ? context : seen))) return;
  if (step.over) return ask_over(session, step, index, context, options, to);
  const Node input = step.with.fill(index == 0 ? context : seen);
  CallOptions repeatable = options;
  repeatable.repeatable = true;
  if (step.region) repeatable.region = step.region->evaluate(context).scalar_text();
  Node found;
  Node all = Node::list();
  const auto on_page = [&](const Node& page) {
    found = step.at ? step.at->evaluate(page) : page;
    if (step.items != ItemsRead::Any) {
      for (Node& item : found.items()) all.add(std::move(item));
      return true;
    }
    if (step.match.empty()) return false;  // the first answer is the whole
    found = matching(found, step.match.fill(context));
    return found.is_null();
  };
  const auto shared = listings != nullptr && step.match.empty() && !step.region
                          ? listings->call(session, step, input)
                          : nullptr;
  if (shared != nullptr && shared->ok()) on_page(shared->output);
  const CallOutcome outcome = shared != nullptr
                                  ? *shared
                                  : for_each_page(session, step.model, step.service,
                                                  *step.operation, input, repeatable, on_page);
  if (outcome.ok()) {
    if (step.items == ItemsRead::One && all.items().size() > 1) {
      to.error = make_error(ErrorCategory::InvalidArgument,
                            declaration.type + " finds " + std::to_string(all.items().size()) +
                                " objects, and is to find one. Ask for it more closely");
      return;
    }
    if (step.items == ItemsRead::One)
      found = all.items().empty() ? Node() : std::move(all.items()[0]);
    if (step.items == ItemsRead::All) {
      found = Node::map();
      found.set("Items", std::move(all));
    }
    take_answer(step, index, std::move(found), context, to);
  } else if (names_error(step.absent, *outcome.error)) {
    to.absent = true;
  } else if (!names_error(step.nothing, *outcome.error)) {
    to.error = outcome.error;
  }
}

// ListTagsForResource, DescribeTags …: a step that tells nothing else.
bool tells_tags_alone(const ReadStep& step, std::size_t index) {
  return index > 0 && step.tags && step.operation->name.find("Tag") != std::string::npos;
}

bool knows_tags(const Value& reference) {
  if (!reference.is_known()) return false;
  const auto tags = reference.attribute(Symbol("tags"));
  const auto all = reference.attribute(Symbol("tags_all"));
  return tags && all && tags->is_wholly_known() && all->is_wholly_known();
}

// Whether what was told just now is this step's answer.
bool is_told(const ReadStep& step, const Node& context, const ReadOptions::Told& told) {
  return told.operation != nullptr && told.operation == step.operation && !step.over &&
         step.match.empty() && step.with.fill(context) == *told.input;
}

std::string generated_prefix(std::string_view name) {
  if (name.size() > 5 && name.substr(name.size() - 5) == ".fifo") name.remove_suffix(5);
  std::size_t digits = 0;
  while (digits < name.size() && name[name.size() - 1 - digits] >= '0' &&
         name[name.size() - 1 - digits] <= '9')
    ++digits;
  return digits < 26 ? "" : std::string(name.substr(0, name.size() - 26));
}

ReadResult conclude(const Declaration& declaration, const AwsSession& session, Arena& arena,
                    const Node& context, const Value& reference, ReadForm form,
                    const Answers& answers) {
  ReadResult result;
  if (answers.error) {
    result.kind = ReadKind::Unchecked;
    result.error = *answers.error;
    return result;
  }
  if (answers.absent) {
    result.kind = ReadKind::Absent;
    return result;
  }
  Value value = value_of_answers(arena, declaration, answers.at, context, reference);
  const auto slots = arena.copy_span(value.elements());
  const auto set = [&](std::string_view name, const Value& to) {
    const std::uint32_t slot = declaration.schema.block.shape().slot_of(Symbol(name));
    if (slot != ObjectShape::kAbsent) slots[slot] = to;
  };
  const Node* id = context.find("id");
  const bool is_told =
      std::any_of(declaration.mapping.slots.begin(), declaration.mapping.slots.end(),
                  [](const SlotMapping& slot) { return slot.name == "id" && slot.from; });
  if (!is_told && id != nullptr && id->is_string()) set("id", Value::string(arena, id->text()));
  // The prefix of a generated name: what stands before its 26 digits.
  for (const SlotMapping& slot : declaration.mapping.slots) {
    if (slot.generated_from.empty() || !reference.is_known()) continue;
    const Value prefix = reference.attribute(Symbol(slot.generated_from)).value_or(Value());
    const Value name = slots[declaration.schema.block.shape().slot_of(Symbol(slot.name))];
    if (!prefix.is_known() && name.is_known())
      set(slot.generated_from, Value::string(arena, generated_prefix(name.as_string())));
  }
  if (declaration.tags.present && answers.tags) {
    const Tags all = tags_from_wire(declaration.tags, session.settings(), *answers.tags);
    const Value before =
        reference.is_known() ? reference.attribute(Symbol("tags")).value_or(Value()) : Value();
    const Tags own = own_tags(session.settings(), all, tags_of(before));
    set("tags_all", tags_value(arena, all));
    set("tags", tags_value(arena, own));
  } else if (declaration.tags.present && form == ReadForm::AfterSuccess && knows_tags(reference)) {
    for (const char* name : {"tags", "tags_all"}) set(name, *reference.attribute(Symbol(name)));
  }
  value = Value::object(arena, declaration.schema.block.type, slots);
  result.kind = ReadKind::Found;
  result.value = settle(arena, declaration.schema.block, declaration.mapping, value, reference,
                        form == ReadForm::Refresh ? ZeroForm::Reference : ZeroForm::Value);
  return result;
}

// The tagging service's list of tags in the form that the type's own calls have. What has none is
// not in its answer.
Node tags_in_mapping(const TagsMapping& mapping, const Node& item) {
  Tags tags;
  const Node* list = item.find("Tags");
  if (list == nullptr) return tags_to_wire(mapping, tags);
  for (const Node& tag : list->items()) {
    const Node* key = tag.find("Key");
    const Node* value = tag.find("Value");
    if (key != nullptr) tags[key->scalar_text()] = value == nullptr ? "" : value->scalar_text();
  }
  return tags_to_wire(mapping, tags);
}

// One refresh of one type.
class BulkReader {
 public:
  BulkReader(const Declaration& declaration, const AwsSession& session,
             std::span<const ReadRequest* const> requests, Arena& arena, Listings& listings)
      : declaration_(declaration),
        session_(session),
        requests_(requests),
        arena_(arena),
        listings_(listings) {}

  std::vector<ReadResult> read() {
    answers_.resize(requests_.size());
    contexts_.resize(requests_.size());
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      answers_[i].at.resize(declaration_.read.size());
      auto context = read_context(declaration_, session_, requests_[i]->prior);
      if (context) {
        contexts_[i] = *std::move(context);
      } else {
        answers_[i].error = std::move(context).error();
      }
    }
    for (std::size_t step = 0; step < declaration_.read.size(); ++step) {
      const auto& bulk = declaration_.read[step].bulk;
      if (bulk && requests_.size() >= static_cast<std::size_t>(bulk->least)) {
        in_bulk(step, *bulk);
      } else {
        one_by_one(step);
      }
    }
    std::vector<ReadResult> results;
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      results.push_back(conclude(declaration_, session_, arena_, contexts_[i], requests_[i]->prior,
                                 ReadForm::Refresh, answers_[i]));
      results.back().private_bytes = std::string(requests_[i]->private_bytes);
    }
    return results;
  }

 private:
  bool open(std::size_t i) const { return !answers_[i].absent && !answers_[i].error; }

  void one_by_one(std::size_t step) {
    parallel_for(requests_.size(), std::min(kReaders, requests_.size()), 1,
                 [&](std::size_t begin, std::size_t end, std::size_t) {
                   for (std::size_t i = begin; i < end; ++i) {
                     if (open(i))
                       ask(declaration_, session_, step, contexts_[i], {}, answers_[i], &listings_);
                   }
                 });
  }

  // Objects that one call, or one call for each batch of ids, tells of.
  struct Group {
    Node input;
    std::map<std::string, std::vector<std::size_t>> wanted;  // by key
  };

  // `with` may name what several objects have in common: there is a group for each input.
  void in_bulk(std::size_t step, const BulkRead& bulk) {
    const ReadStep& how = declaration_.read[step];
    std::map<std::string, Group> groups;
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      if (!open(i)) continue;
      if (how.when && !is_truthy(how.when->evaluate(with_answers(contexts_[i], answers_[i]))))
        continue;
      const Node key = bulk.key.evaluate(contexts_[i]);
      if (bulk.tagging && !is_truthy(key)) {
        ask(declaration_, session_, step, contexts_[i], {}, answers_[i], &listings_);
        continue;
      }
      Node input = bulk.with.fill(contexts_[i]);
      if (input.is_null()) input = Node::map();
      Group& group = groups[to_json(input, true)];
      group.input = std::move(input);
      group.wanted[key.scalar_text()].push_back(i);
    }
    std::vector<const Group*> all;
    for (const auto& [text, group] : groups) all.push_back(&group);
    if (all.empty()) return;
    parallel_for(all.size(), std::min(kReaders, all.size()), 1,
                 [&](std::size_t begin, std::size_t end, std::size_t) {
                   for (std::size_t g = begin; g < end; ++g)
                     read_group(step, bulk, *all[g], all.size() > 1);
                 });
  }

  // Where objects are in groups, one that is alone in its group is cheaper by itself.
  void read_group(std::size_t step, const BulkRead& bulk, const Group& group, bool of_many) {
    const ReadStep& how = declaration_.read[step];
    const auto& wanted = group.wanted;
    if (of_many && wanted.size() == 1 && wanted.begin()->second.size() == 1 && bulk.least > 1) {
      const std::size_t i = wanted.begin()->second[0];
      ask(declaration_, session_, step, contexts_[i], {}, answers_[i], &listings_);
      return;
    }
    std::vector<std::vector<std::string>> batches(1);
    const auto most = bulk.most <= 0 ? wanted.size() : static_cast<std::size_t>(bulk.most);
    for (const auto& [key, unused] : wanted) {
      if (batches.back().size() >= most) batches.emplace_back();
      batches.back().push_back(key);
    }
    std::map<std::string, Node> found;
    std::map<std::string, Error> failed;
    if (bulk.ids.empty()) {
      take_listing(bulk, group, found, failed);
    } else {
      std::mutex mutex;
      parallel_for(batches.size(), std::min(kReaders, batches.size()), 1,
                   [&](std::size_t begin, std::size_t end, std::size_t) {
                     for (std::size_t b = begin; b < end; ++b)
                       ask_batch(bulk, group.input, batches[b], mutex, found, failed);
                   });
    }
    for (const auto& [key, indices] : wanted) {
      const auto item = found.find(key);
      const auto failure = failed.find(key);
      for (const std::size_t i : indices) {
        if (bulk.tagging) {
          if (failure != failed.end()) {
            ask(declaration_, session_, step, contexts_[i], {}, answers_[i], &listings_);
          } else {
            answers_[i].tags = tags_in_mapping(declaration_.tags,
                                               item == found.end() ? Node::list() : item->second);
          }
        } else if (failure != failed.end()) {
          const bool is_absent = names_error(how.absent, failure->second);
          if (is_absent && !bulk.ids.empty()) {
            // One that is gone fails the call for its whole batch: each then says for itself.
            ask(declaration_, session_, step, contexts_[i], {}, answers_[i]);
          } else if (is_absent) {
            answers_[i].absent = true;  // what the list is of is gone, and this with it
          } else {
            answers_[i].error = failure->second;
          }
        } else if (item != found.end()) {
          Node at = bulk.at ? bulk.at->evaluate(item->second) : item->second;
          if (!bulk.match.empty()) at = matching(at, bulk.match.fill(contexts_[i]));
          take_answer(how, step, std::move(at), contexts_[i], answers_[i]);
        } else {
          take_answer(how, step, Node(), contexts_[i],
                      answers_[i]);  // a list leaves out what is gone
        }
      }
    }
  }

  // The wanted items of a list of everything.
  void take_listing(const BulkRead& bulk, const Group& group, std::map<std::string, Node>& found,
                    std::map<std::string, Error>& failed) {
    const auto& wanted = group.wanted;
    const auto listing = listings_.get(session_, bulk, group.input);
    for (const auto& [key, unused] : wanted) {
      if (listing->error) failed.emplace(key, *listing->error);
    }
    for (const Node& page : listing->pages) {
      for (const Node& item : page.items()) {
        std::string key = bulk.identity.evaluate(item).scalar_text();
        if (wanted.count(key) != 0) found.insert_or_assign(std::move(key), item);
      }
    }
  }

  void ask_batch(const BulkRead& bulk, Node input, const std::vector<std::string>& keys,
                 std::mutex& mutex, std::map<std::string, Node>& found,
                 std::map<std::string, Error>& failed) {
    // "ParameterFilters.0.Values": a number is a place in a list that `with` made.
    Node* at = &input;
    for (const std::string& part : bulk.ids) {
      if (at->is_list()) {
        const auto place = static_cast<std::size_t>(std::atoi(part.c_str()));
        CHECK(place < at->items().size());
        at = &at->items()[place];
      } else {
        Node* next = at->find(part);
        at = next != nullptr ? next : &at->set(part, Node());
      }
    }
    *at = Node::list();
    for (const std::string& key : keys) at->add(Node::string(key));
    CallOptions options;
    options.repeatable = true;
    const CallOutcome outcome =
        for_each_page(session_, bulk.model, bulk.service, *bulk.operation, std::move(input),
                      options, [&](const Node& page) {
                        const Node list = bulk.list.evaluate(page);
                        const std::lock_guard<std::mutex> lock(mutex);
                        for (const Node& item : list.items())
                          found.insert_or_assign(bulk.identity.evaluate(item).scalar_text(), item);
                        return true;
                      });
    if (outcome.ok()) return;
    const std::lock_guard<std::mutex> lock(mutex);
    for (const std::string& key : keys) failed.emplace(key, *outcome.error);
  }

  const Declaration& declaration_;
  const AwsSession& session_;
  std::span<const ReadRequest* const> requests_;
  Arena& arena_;
  Listings& listings_;
  std::vector<Answers> answers_;
  std::vector<Node> contexts_;
};

}  // namespace

bool names_code(const std::vector<std::string>& codes, const std::string& code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool names_error(const std::vector<std::string>& codes, const Error& error) {
  return std::any_of(codes.begin(), codes.end(), [&](const std::string& entry) {
    const std::size_t colon = entry.find(": ");
    if (colon == std::string::npos) return entry == error.code;
    return entry.compare(0, colon, error.code) == 0 &&
           error.message.find(entry.substr(colon + 2)) != std::string::npos;
  });
}

Result<Node> read_context(const Declaration& declaration, const AwsSession& session,
                          const Value& object) {
  Node context = object.is_known() ? node_of(object) : Node::map();
  RETURN_IF_ERROR(session.add_surroundings(context, declaration.wants_account));
  return context;
}

ReadResult read_one(const Declaration& declaration, const AwsSession& session, Arena& arena,
                    const Node& context, const Value& reference, const ReadOptions& options) {
  Answers answers;
  answers.at.resize(declaration.read.size());
  for (std::size_t i = 0; i < declaration.read.size(); ++i) {
    if (answers.absent || answers.error) break;
    const ReadStep& step = declaration.read[i];
    if (i == 0 && is_told(step, context, options.told)) {
      take_answer(step, i, step.at ? step.at->evaluate(*options.told.output) : *options.told.output,
                  context, answers);
    } else if (options.form != ReadForm::AfterSuccess || !tells_tags_alone(step, i) ||
               !knows_tags(reference)) {
      ask(declaration, session, i, context, options.call, answers);
    }
  }
  return conclude(declaration, session, arena, context, reference, options.form, answers);
}

std::vector<ReadResult> read_many(const Declaration& declaration, const AwsSession& session,
                                  std::span<const ReadRequest* const> requests, Arena& arena,
                                  Listings& listings) {
  return BulkReader(declaration, session, requests, arena, listings).read();
}

Result<Value> read_data_source(const Declaration& declaration, const AwsSession& session,
                               const DataRequest& request) {
  ASSIGN_OR_RETURN(Node context, read_context(declaration, session, request.config));
  if (!declaration.hook.empty()) {
    ASSIGN_OR_RETURN(const Node made, run_data_hook(declaration.hook, context));
    for (const auto& [name, value] : made.members()) context.set(name, value);
    return value_of(*request.arena, context, declaration.schema.block.type);
  }
  Answers answers;
  answers.at.resize(declaration.read.size());
  for (std::size_t i = 0; i < declaration.read.size(); ++i) {
    ask(declaration, session, i, context, {}, answers);
    if (answers.error) return *answers.error;
    if (answers.absent)
      return make_error(ErrorCategory::NotFound, declaration.type + " finds no such object");
  }
  Arena& arena = *request.arena;
  Value value =
      value_of_answers(arena, declaration, answers.at, context, Value::null(request.config.type()));
  // What was asked for stands as it was asked, where no answer tells it.
  const auto slots = arena.copy_span(value.elements());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Value& given = request.config.elements()[i];
    const SchemaSlot& slot = declaration.schema.block.slots[i];
    const SlotMapping& how = declaration.mapping.slots[i];
    const bool is_told =
        !slot.is_block() && slot.attribute.computed && !how.from_self && !is_zero(slots[i]);
    if (!given.is_null() && !is_told && (!slot.is_block() || how.local)) slots[i] = given;
  }
  if (!declaration.id.empty()) {
    Node seen = node_of(Value::object(arena, declaration.schema.block.type, slots));
    (void)session.add_surroundings(seen, declaration.wants_account);
    const std::uint32_t slot = declaration.schema.block.shape().slot_of(Symbol("id"));
    if (slot != ObjectShape::kAbsent)
      slots[slot] = value_of(arena, declaration.id.fill(seen), Type::string());
  }
  return Value::object(arena, declaration.schema.block.type, slots);
}

CallOutcome for_each_page(const AwsSession& session,
                          const std::shared_ptr<const ServiceModel>& model,
                          const std::string& service, const Operation& operation, Node input,
                          const CallOptions& options,
                          const std::function<bool(const Node&)>& on_page) {
  const auto paginator = model->paginators.find(operation.name);
  while (true) {
    CallOutcome outcome = session.call(model, service, operation, input, options);
    if (!outcome.ok() || !on_page(outcome.output)) return outcome;
    if (paginator == model->paginators.end()) return outcome;
    const Paginator& pages = paginator->second;
    if (!pages.more_results.empty()) {
      const Node* more = outcome.output.find(pages.more_results);
      if (more == nullptr || !is_truthy(*more)) return outcome;
    }
    bool any = false;
    for (std::size_t i = 0; i < pages.input_tokens.size() && i < pages.output_tokens.size(); ++i) {
      const Node token = pages.output_tokens[i].evaluate(outcome.output);
      const Node* last = input.find(pages.input_tokens[i]);
      // The same token again would never end.
      if (!is_truthy(token) || (last != nullptr && *last == token)) continue;
      input.set(pages.input_tokens[i], token);
      any = true;
    }
    if (!any) return outcome;
  }
}

}  // namespace tenon::aws
