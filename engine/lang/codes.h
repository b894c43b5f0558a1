// The diagnostic codes of the language, E02xx, in one place so that no number is given twice. They
// are listed in docs/diagnostics.md.
#pragma once

namespace tenon::lang::codes {

// --- reading
inline constexpr const char* kCharacter =
    "E0201";  // a character that the language does not use, or broken UTF-8
inline constexpr const char* kExpression = "E0202";  // no expression where one is needed
inline constexpr const char* kBracket = "E0203";     // brackets that do not match
inline constexpr const char* kExtra = "E0204";       // something after the end
inline constexpr const char* kString = "E0205";      // strings, escapes, heredocs
inline constexpr const char* kTemplate = "E0206";    // %{ directives }
inline constexpr const char* kFor = "E0207";
inline constexpr const char* kDepth = "E0208";
inline constexpr const char* kTraversal = "E0209";  // .name, [index], splats
inline constexpr const char* kBody = "E0210";       // arguments and blocks
inline constexpr const char* kDuplicate = "E0211";  // an argument given twice
inline constexpr const char* kType = "E0212";       // type constraints
inline constexpr const char* kNumber = "E0213";
inline constexpr const char* kCall = "E0214";
inline constexpr const char* kObject = "E0215";
// --- evaluating
inline constexpr const char* kOperand = "E0221";
inline constexpr const char* kOperation = "E0222";
inline constexpr const char* kCondition = "E0223";
inline constexpr const char* kIndex = "E0224";
inline constexpr const char* kAttribute = "E0225";
inline constexpr const char* kIteration = "E0226";
inline constexpr const char* kInterpolation = "E0227";
inline constexpr const char* kKey = "E0228";
inline constexpr const char* kSplat = "E0229";
inline constexpr const char* kFunction = "E0230";
inline constexpr const char* kArgument = "E0231";
inline constexpr const char* kFunctionFailed = "E0232";
inline constexpr const char* kUnbound = "E0233";

}  // namespace tenon::lang::codes
