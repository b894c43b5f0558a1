// Tags: what the configuration, the provider's default_tags and the cloud say, and the tag that
// marks an unfinished create.
#pragma once

#include "providers/aws/resource/session.h"
#include "schema/value/value.h"

namespace tenon::aws {

// Carried by a create that nothing else would recognise; removed before the create is done, never
// shown.
inline constexpr std::string_view kIntentTag = "tenon:intent";

// Of a known map(string) value; nothing for null elements.
Tags tags_of(const Value& value);
Value tags_value(Arena& arena, const Tags& tags);

// What tags_all is to be: the defaults, overridden by the resource's own.
Tags with_defaults(const SessionSettings& settings, const Tags& own);

// The wire's list of pairs, or map, as Tags; without aws:*, the intent's and what is to be ignored.
Tags tags_from_wire(const TagsMapping& mapping, const SessionSettings& settings, const Node& wire);
// And back.
Node tags_to_wire(const TagsMapping& mapping, const Tags& tags);
std::string intent_tag_in(const TagsMapping& mapping, const Node& wire);

// What `tags` is where the cloud says `all`: those that are not only defaults. `prior` keeps a tag
// that is both.
Tags own_tags(const SessionSettings& settings, const Tags& all, const Tags& prior);

}  // namespace tenon::aws
