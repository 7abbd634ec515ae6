using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Access;

/// <summary>How many files of the machine's RSA keys that are not the listener's (f686aace…) more readers have than a key of another service should.</summary>
internal sealed class MachineKeysDerivation : IFieldDerivation
{
    private const string Folder = @"\Microsoft\Crypto\RSA\MachineKeys";
    private const string ListenerKey = "f686aace";

    public string Kind => SubjectKind.Machine;

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "machine-keys" => Listing(subject, estate) ?? Fact.Unknown(UnknownReason.NotCollected, $"the list of the files in {Folder}"),
        "other-keys-read-by-everyone" => Count(subject, estate, access => access.Grants(AccessRights.FileRead, SecurityId.TokenOf(SecurityId.Everyone))),
        "other-keys-read-by-network-service" => Count(subject, estate, ReadByNetworkService),
        "other-keys-share-read-by-network-service" => Share(subject, estate),
        _ => null,
    };

    private static bool ReadByNetworkService(EffectiveAccess access) =>
        access.Allowances(AccessRights.FileRead, SecurityId.NetworkService).Any(entry => !entry.IsInherited);

    private static Fact Count(Subject machine, IFactSource estate, Func<EffectiveAccess, bool> isExposed)
    {
        var files = OtherKeys(machine, estate);
        if (files.Count == 0)
        {
            return Fact.Unknown(UnknownReason.NotCollected, $"the descriptors of the files in {Folder}");
        }

        var exposed = files.Where(file => file.Access is { } access && isExposed(access)).ToList();
        return Fact.Known(new FieldValue.Number(exposed.Count)) with
        {
            Grounds = [.. exposed.SelectMany(file => file.Sddl.Grounds)],
            Because =
                $"{exposed.Count} of {files.Count} keys of others: {(exposed.Count == 0 ? "none" : string.Join(", ", exposed.Select(file => file.Name).Take(3)))}",
        };
    }

    /// <summary>In percent of all files of the folder; not known where the folder was not listed.</summary>
    private static Fact Share(Subject machine, IFactSource estate)
    {
        var count = Count(machine, estate, ReadByNetworkService);
        var total = machine.Evidence.CoversSpace(AccessDerivation.Space) ? OtherKeys(machine, estate).Count
            : Listing(machine, estate)?.Value is FieldValue.List { Values: var names } ? names.Count(name => !IsListenerKey(name.ToString()))
            : 0;
        return count.Value is FieldValue.Number { Value: var exposed } && total > 0
            ? Fact.Known(new FieldValue.Number(exposed * 100 / total)) with { Grounds = count.Grounds, Because = count.Because }
            : Fact.Unknown(UnknownReason.NotCollected, $"the list of the files in {Folder}");
    }

    /// <returns>The names of everything in the folder; <see langword="null"/> when no source lists it.</returns>
    private static Fact? Listing(Subject machine, IFactSource estate) => Descriptors(machine, estate)
        .Where(one => one.Path.Text.EndsWith(Folder, StringComparison.OrdinalIgnoreCase))
        .Select(one => estate.FactOf(one.Subject, "entries"))
        .FirstOrDefault(entries => entries.Value is FieldValue.List);

    private static List<KeyFile> OtherKeys(Subject machine, IFactSource estate) =>
        [
            .. Descriptors(machine, estate)
                .Where(one => one.Path.Folder.EndsWith(Folder, StringComparison.OrdinalIgnoreCase) && !IsListenerKey(one.Path.Name))
                .Select(one =>
                    AccessDerivation.AccessOf(one.Subject, "sddl", SecuredObject.File, estate) is var (access, _, sddl)
                        ? new KeyFile(one.Path.Name, access, sddl)
                        : null)
                .OfType<KeyFile>(),
        ];

    private static IEnumerable<(Subject Subject, SecuredPath Path)> Descriptors(Subject machine, IFactSource estate) =>
        estate.OfKind(AccessDerivation.Space).Where(subject => subject.Owner == machine).Select(subject => (subject, AccessDerivation.PathOf(subject, estate)));

    private static bool IsListenerKey(string name) => name.StartsWith(ListenerKey, StringComparison.OrdinalIgnoreCase);

    private sealed record KeyFile(string Name, EffectiveAccess? Access, Fact Sddl);
}
