using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;

namespace RdpCompliance.Readers.GroupPolicy;

/// <summary>
/// Compares the report of a backup with the files that it was made from. A report that says something else was edited, or belongs to another backup.
/// </summary>
internal static class BackupContradictions
{
    private const string Machine = "DomainSysvol/GPO/Machine";
    private const string User = "DomainSysvol/GPO/User";
    private const string Template = Machine + "/microsoft/windows nt/SecEdit";

    private static readonly DiagnosticDescriptor Contradiction = new(
        "RDP0125", DiagnosticEffect.Note, "The report says '{0}' for '{1}'; the files of this backup say '{2}', and they count.");

    private static readonly (IEvidenceReader Reader, string Path)[] ValueFiles =
    [
        (new RegistryPolReader(), Machine + "/Registry.pol"),
        (new RegistryPolReader(), User + "/Registry.pol"),
        (new SecurityTemplateReader(), Template + "/GptTmpl.inf"),
    ];

    public static ReadOnlySpan<string> SettingsFolders => new[]
    {
        Machine, User, Template,
        $"{Machine}/Preferences/Registry", $"{Machine}/Preferences/Services", $"{Machine}/Preferences/Groups",
        $"{User}/Preferences/Registry", $"{User}/Preferences/Services", $"{User}/Preferences/Groups",
    };

    public static ImmutableArray<Diagnostic> Find(ReportSettings report, BackupFolder folder, SourceTree tree)
    {
        var values = new Dictionary<Address, SettingValue>();
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var (reader, path) in ValueFiles)
        {
            if (folder.File(tree, path) is { } file)
            {
                Add(values, reader, file);
            }
        }

        foreach (var observation in report.Observations.Where(observation => observation is { IsPreference: false, Action: ObservedAction.Set }))
        {
            Compare(observation.Address, observation.Value, observation.Location);
        }

        foreach (var item in report.Items.Where(item => !item.IsPreference))
        {
            foreach (var field in item.Fields)
            {
                Compare(new Address.Item(item.Space, item.Name, field.Name), field.Value, field.Location);
            }
        }

        return found.DrainToImmutable();

        void Compare(Address address, SettingValue said, Location place)
        {
            if (values.TryGetValue(address, out var written) && !Agree(said, written))
            {
                found.Add(new(Contradiction, place, $"{said}", $"{address}", $"{written}"));
            }
        }
    }

    /// <summary>Windows reads lists as sets, and a report shows a small REG_BINARY as a number.</summary>
    private static bool Agree(SettingValue said, SettingValue written) =>
        (said, written) switch
        {
            (SettingValue.Registry { Data: var a }, SettingValue.Registry { Data: var b }) => a.Bytes.Span.SequenceEqual(b.Bytes.Span)
                || (b is { Type.Number: 3, Bytes.Length: 1 } && a.AsNumber() == b.Bytes.Span[0]),
            (SettingValue.List a, SettingValue.List b) => a.Values.ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(b.Values)
                || a.Values.Concat(b.Values).Any(IsName),
            _ => string.Equals($"{said}", $"{written}", StringComparison.OrdinalIgnoreCase),
        };

    /// <summary>An account by name may be one of the SIDs: not comparable.</summary>
    private static bool IsName(string account) => !account.StartsWith('*');

    private static void Add(Dictionary<Address, SettingValue> values, IEvidenceReader reader, Source source)
    {
        var evidence = reader.Read(new(source, Certainty.ByShape), ReadContext.Alone(source));
        foreach (var observation in evidence.Observations.Where(observation => observation.Action == ObservedAction.Set))
        {
            values[observation.Address] = observation.Value;
        }

        foreach (var item in evidence.Items)
        {
            foreach (var field in item.Fields)
            {
                values[new Address.Item(item.Space, item.Name, field.Name)] = field.Value;
            }
        }
    }
}
