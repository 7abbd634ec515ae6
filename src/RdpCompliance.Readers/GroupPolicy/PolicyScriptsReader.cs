using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// The scripts of a GPO: scripts.ini and psscripts.ini below the Scripts folder of either half, with "0CmdLine=" and "0Parameters="
/// in [Startup], [Shutdown], [Logon] and [Logoff] ([MS-GPSCR] 2.2.2 and 2.2.3).
/// Parameters may hold passwords and are not passed on.
/// </summary>
public sealed class PolicyScriptsReader : IEvidenceReader
{
    private const string Space = "policy-script";
    private const string Folder = "Scripts";
    private const string Command = "CmdLine";
    private const string Parameters = "Parameters";

    /// <summary>The section of psscripts.ini that says in which order scripts run.</summary>
    private const string Order = "ScriptsConfig";

    private static readonly string[] Names = ["scripts.ini", "psscripts.ini"];
    private static readonly string[] MachineSections = ["Startup", "Shutdown"];
    private static readonly string[] UserSections = ["Logon", "Logoff"];

    private static readonly DiagnosticDescriptor NoEntry =
        new("RDP0116", DiagnosticEffect.Note, "'{0}' is no entry of a script; '0CmdLine=…' or '0Parameters=…' was expected.");
    private static readonly DiagnosticDescriptor OtherHalf =
        new("RDP0117", DiagnosticEffect.Note, "'[{0}]' is no section of this half of a policy, so Windows runs none of its scripts.");

    public string Format => "policy-scripts";

    public Claim? Claim(Source source, SourceHead head, SourceTree tree)
    {
        var isNamed = Array.Exists(Names, name => Is(source.FileName, name)) && Is(LastPart(source.Folder), Folder);
        var lines = ScriptsLine.ReadAll(head.Text);
        var hasScript = lines.Any(line => IsKnown(line.Section) && line.Key is { } key && IndexOf(key, Command) is not null);
        return hasScript ? new(source, Certainty.ByShape) : isNamed ? new(source, Certainty.ByName) : null;
    }

    public SourceEvidence Read(Claim claim, ReadContext context)
    {
        var source = claim.Primary;
        var folder = GpoFolder.Of(source.Name);
        var items = ImmutableArray.CreateBuilder<Item>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var line in ScriptsLine.ReadAll(source.Text.Value))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            if (line.IsHeader)
            {
                if (IsKnown(line.Section) && !Runs(line.Section, folder.Half))
                {
                    diagnostics.Add(new(OtherHalf, Location.InText(source, line.Span), line.Section));
                }
            }
            else if (IsKnown(line.Section) && line.Key is { } key && IndexOf(key, Command) is { } index)
            {
                if (line.Value.Length > 0 && Runs(line.Section, folder.Half))
                {
                    items.Add(ToItem(source, line, index, context.Tree));
                }
            }
            else if (!Is(line.Section, Order) && (line.Key is not { } other || IndexOf(other, Parameters) is null))
            {
                // A line that is no entry may hold a password: its place is enough.
                diagnostics.Add(new(NoEntry, Location.InText(source, line.Span with { Length = 0 }), line.Key ?? "…"));
            }
        }

        return new(source, Format, folder.Origin) { Items = items.DrainToImmutable(), Diagnostics = diagnostics.DrainToImmutable() };
    }

    private static Item ToItem(Source source, ScriptsLine line, string index, SourceTree tree)
    {
        var place = Location.InText(source, line.ValueSpan);
        var kind = line.Section.ToLowerInvariant();
        var fields = ImmutableArray.CreateBuilder<ItemField>();
        fields.Add(new("event", new SettingValue.Text(kind), place));
        fields.Add(new("command", new SettingValue.Text(line.Value), place));
        if (IsThere(source, line, tree) is { } isThere)
        {
            fields.Add(new("file-there", new SettingValue.Flag(isThere), place));
        }

        return new(Space, $"{kind} {index} of {source.FileName.ToLowerInvariant()}", fields.DrainToImmutable(), place);
    }

    /// <summary>
    /// Windows looks for a bare file name in the folder of the event beside the file. Where that folder holds nothing the scripts were
    /// not copied, and nobody knows.
    /// </summary>
    private static bool? IsThere(Source source, ScriptsLine line, SourceTree tree)
    {
        if (line.Value.AsSpan().IndexOfAny(@"\/:%") >= 0)
        {
            return null;
        }

        var folder = source.Folder.Length == 0 ? line.Section : $"{source.Folder}/{line.Section}";
        return tree.InFolder(folder) is { Count: > 0 } files ? files.Any(file => Is(file.FileName, line.Value)) : null;
    }

    private static bool Runs(string section, RegistryHalf? half) => half switch
    {
        RegistryHalf.Machine => Array.Exists(MachineSections, name => Is(name, section)),
        RegistryHalf.User => Array.Exists(UserSections, name => Is(name, section)),
        _ => true,
    };

    private static bool IsKnown(string section) => MachineSections.Concat(UserSections).Any(name => Is(name, section));

    /// <returns>The digits before the word; <see langword="null"/> when the key is another.</returns>
    private static string? IndexOf(string key, string word) =>
        key.Length > word.Length && key.EndsWith(word, StringComparison.OrdinalIgnoreCase) && key[..^word.Length].All(char.IsAsciiDigit)
            ? key[..^word.Length]
            : null;

    private static string LastPart(string folder) => folder[(folder.LastIndexOf('/') + 1)..];

    private static bool Is(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
