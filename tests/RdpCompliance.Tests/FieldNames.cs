using System.Collections.Immutable;
using System.Text.RegularExpressions;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Tests.Readers.Host;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests;

/// <summary>Names of fields that code and pack share: each is there on both sides, and what a reader states is read by something.</summary>
public sealed class FieldNames
{
    /// <summary>Fields of items that nothing judges, with the reason why they are read all the same.</summary>
    private static readonly ImmutableArray<(string Reason, string[] Fields)> ForPeople =
    [
        (
            "names the thing, or tells it from its like, in evidence",
            [
                "adapter.interface-index", "certificate.friendly-name", "device.class-guid", "device.friendly-name", "device.instance-id",
                "drive.file-system", "event.computer", "event.record-id", "hosts-entry.line", "hotfix.description", "mtu.interface",
                "mtu.interface-index", "network-profile.interface", "network-profile.interface-index", "network-profile.network",
                "probe.remote-address", "probe.source-address", "route.interface", "route.interface-index", "secure-channel.controller",
                "service.display-name", "socket.remote-address", "socket.remote-port",
            ]),
        (
            "shows beside a fault why it came, and decides none by itself",
            [
                "adapter.dns-servers", "adapter.driver-version", "device.driver-date", "device.driver-version", "machine.last-boot",
                "mtu.family", "mtu.mtu", "network-profile.ipv4-connectivity", "network-profile.ipv6-connectivity", "probe.error-code",
                "probe.failure-code", "probe.path-mtu", "probe.selected-protocol", "probe.tls-version", "service.delayed",
                "service.dependencies", "service.service-exit-code", "service.type", "service.win32-exit-code", "time-offset.last-sync",
            ]),
        (
            "joins the machine with its Azure resource, which no input tells yet",
            [
                "machine.azure-id",
            ]),
        (
            "is read by its name, which the provider of the event chooses",
            [
                "event.data.Any",
            ]),
    ];

    [Fact]
    public void Every_field_and_relation_that_code_asks_for_is_in_the_pack()
    {
        var pack = Repository.Pack;
        var known = pack.Kinds.SelectMany(kind => kind.Fields.Select(field => field.Name).Concat(kind.Relations.Select(relation => relation.Name)))
            .Concat(pack.Settings.SelectMany(setting => new[] { setting.Id, setting.Field })).ToHashSet(StringComparer.Ordinal);

        Conventions.Holds(
            "Code asks a subject for a field or relation that neither subjects.yml nor settings.yml has; mend the name or add it there:",
            Asked().Where(one => !known.Contains(one.Name)).Select(one => $"{one.File}: '{one.Name}'"));
        Assert.True(Asked().Count() > 40, "The names that code asks for are no longer found.");
    }

    [Fact]
    public void Every_field_that_the_snapshot_states_is_read_by_something()
    {
        var pack = Repository.Pack;
        var code = string.Join('\n', EngineFiles().Select(File.ReadAllText));
        var read = pack
            .Kinds.SelectMany(kind =>
                kind.Each.OfType<SubjectSource.Items>()
                    .SelectMany(items => kind.Fields.Select(field => field.From).OfType<FieldOrigin.ItemField>().Select(field => $"{items.Space}.{field.Name}"))
            )
            .Concat(
                pack.Settings.SelectMany(setting => setting.StatedBy)
                    .Select(statement => Regex.Match(statement.Address.ToString(), "^([a-z-]+):[^#]*#(.+)$"))
                    .Where(match => match.Success)
                    .Select(match => $"{match.Groups[1].Value}.{match.Groups[2].Value}"))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var stated = SnapshotReaderTests
            .WholeSnapshot()
            .Items.SelectMany(item => item.Fields.Select(field => $"{item.Space}.{field.Name}"))
            .Distinct(StringComparer.Ordinal)
            .ToList();

        Conventions.Holds(
            "A reader states a field that no setting, no subject and no derivation reads: read it, do not state it, or list it with its reason in ForPeople:",
            stated.Where(field =>
                !read.Contains(field)
                && !code.Contains($"\"{field[(field.IndexOf('.') + 1)..]}\"", StringComparison.Ordinal)
                && !ForPeople.Any(known => known.Fields.Contains(field))));
        Conventions.Holds(
            "It is read, or no longer stated: remove it from ForPeople:",
            ForPeople.SelectMany(known => known.Fields).Where(field => !stated.Contains(field) || read.Contains(field)));
    }

    private static IEnumerable<string> EngineFiles() => Directory.EnumerateFiles(Repository.At("src/RdpCompliance.Engine"), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>The literal names, and those of constants of the same file, with which code asks for facts and relations.</summary>
    private static IEnumerable<(string File, string Name)> Asked()
    {
        foreach (var path in EngineFiles())
        {
            var text = File.ReadAllText(path);
            var constants = Regex
                .Matches(text, "const string (\\w+) = \"([^\"]+)\"")
                .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.Ordinal);
            foreach (Match match in Regex.Matches(text, "(?:FactOf|Related)\\([\\w.]+, (?:\"([^\"]+)\"|(\\w+))[,)]"))
            {
                if (match.Groups[1] is { Success: true, Value: var literal })
                {
                    yield return (Path.GetFileName(path), literal);
                }
                else if (constants.TryGetValue(match.Groups[2].Value, out var constant))
                {
                    yield return (Path.GetFileName(path), constant);
                }
            }
        }
    }
}
