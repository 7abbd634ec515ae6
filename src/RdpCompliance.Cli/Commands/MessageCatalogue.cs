using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Readers;
using RdpCompliance.Reports.Sarif;

namespace RdpCompliance.Cli.Commands;

/// <summary>
/// The ids that the program itself prints, with what they say. Each stands with the code that prints it; only <c>explain</c> looks for them all, so
/// that a start pays nothing.
/// </summary>
internal static partial class MessageCatalogue
{
    private static readonly Lazy<ImmutableArray<Message>> Known = new(() =>
    [
        .. new[] { typeof(DiagnosticDescriptor).Assembly, typeof(EvidenceReaders).Assembly, typeof(SarifNotice).Assembly, typeof(MessageCatalogue).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType == typeof(DiagnosticDescriptor))
            .Select(field => field.GetValue(null))
            .OfType<DiagnosticDescriptor>()
            .Select(descriptor => new Message(descriptor.Id, Placeholder().Replace(descriptor.Format, "…"), CostOf(descriptor.Effect)))
            .Concat(SarifNotice.Kinds.Select(kind => new Message(kind.Id, kind.Description, "A notification in SARIF.")))
            .OrderBy(message => message.Id, StringComparer.Ordinal),
    ]);

    public static ImmutableArray<Message> All => Known.Value;

    /// <summary><see langword="null"/> when the program prints no such id.</summary>
    public static Message? Find(string id) => All.FirstOrDefault(message => message.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    private static string CostOf(DiagnosticEffect effect) => effect switch
    {
        DiagnosticEffect.Note => "A note: nothing is lost, and the exit code stays what it is.",
        DiagnosticEffect.Gap =>
            "A gap: what an input names was not at hand, so that the answer is not complete. Exit code 3 with --require-complete, 1 with --fail-on-undecided.",
        DiagnosticEffect.Damage => "Damage: one statement could not be understood, the rest was read. Exit code 3; in a file of rules 2.",
        _ => "A refusal: the input could not be read, or only its beginning. Exit code 3; in a file of rules 2.",
    };

    [GeneratedRegex(@"'?\{\d+\}'?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    /// <param name="Text">What it says, with '…' for what the input has.</param>
    /// <param name="Cost">What becomes of the answer.</param>
    internal sealed record Message(string Id, string Text, string Cost)
    {
        public string Page() => $"# {Id}\n\n{Text}\n\n{Cost}\n";
    }
}
