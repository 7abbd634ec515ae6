using System.Text.RegularExpressions;

namespace RdpCompliance.Tests.Readers.Templates.Outside;

/// <summary>Where our answer differs from the compiler's, and why that is no fault of ours.</summary>
internal static class KnownDifferences
{
    /// <summary>Expressions, or the compiler's answers to them, with the reason.</summary>
    private static readonly (Regex Pattern, string Reason)[] List =
    [
        (new("ab: 1, aB: 2"), "two properties whose names differ only in letter case are two in the console, and one wherever Azure looks for them by name"),
        (new(@"json\(any\('(\.5|NaN)'\)\)"), "the engine's reader takes numbers that JSON does not have; we say that the text is none"),
        (
            new(@"'\[1'|'\[1,,2\]'|'1 2'|'010'"),
            "the engine's reader takes JSON that is cut off, has holes, more behind it or leading zeros; we say that it is none"),
    ];

    /// <summary>Files of the corpus whose resources we read otherwise than the compiler writes them, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> OfCompiledFiles { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Azure+bicep/src/Bicep.Core.Samples/Files/baselines/Modules_CRLF/main.bicep"] = AnObjectOfAModule,
        ["Azure+bicep/src/Bicep.Core.Samples/Files/baselines/Modules_CRLF/main.diagnostics.bicep"] = AnObjectOfAModule,
    };

    private const string AnObjectOfAModule =
        "an output of a module that is an object: Bicep gives its value, the reader of the compiled template what is known of a reference";

    public static bool Explains(string expression, Answer official) =>
        Array.Exists(List, known => known.Pattern.IsMatch(expression) || known.Pattern.IsMatch(official.Value ?? official.Refusal ?? ""));
}
