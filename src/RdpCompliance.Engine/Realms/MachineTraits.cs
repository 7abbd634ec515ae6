using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Realms;

/// <summary>What tells two machines of one computer name apart.</summary>
internal static class MachineTraits
{
    /// <summary>
    /// Values that an installation of Windows keeps for its life: the GUID of the machine, the second in which
    /// it was installed, and the domain that it is a member of. The first two are copied with
    /// an image that was not generalised, so they prove that two are different and only the GUID, together with the rest, that they are one.
    /// </summary>
    private static readonly ImmutableArray<Address.Registry> Addresses =
    [
        Of(@"SOFTWARE\Microsoft\Cryptography", "MachineGuid"),
        Of(@"SOFTWARE\Microsoft\Windows NT\CurrentVersion", "InstallDate"),
        Of(@"SYSTEM\CurrentControlSet\Services\Tcpip\Parameters", "Domain"),
    ];

    /// <summary>The keys that hold them, for readers that navigate.</summary>
    public static IEnumerable<string> Keys => Addresses.Select(address => address.Key.Path);

    /// <summary>A value in which the two differ, as both state it.</summary>
    /// <returns><see langword="null"/> when they differ in none, or state none of them both.</returns>
    public static (Address Address, Observation One, Observation Other)? Difference(EvidenceIndex one, EvidenceIndex other) => Addresses
        .Select(address => (Address: (Address)address, One: ValueAt(one, address), Other: ValueAt(other, address)))
        .Where(pair => pair is { One: not null, Other: not null } && !pair.One.Value.IsSameAs(pair.Other.Value))
        .Select(pair => ((Address, Observation, Observation)?)(pair.Address, pair.One!, pair.Other!))
        .FirstOrDefault();

    /// <summary>Whether both have the same GUID of the machine.</summary>
    public static bool IsProvedSame(EvidenceIndex one, EvidenceIndex other) =>
        ValueAt(one, Addresses[0]) is { } guid && ValueAt(other, Addresses[0]) is { } same && guid.Value.IsSameAs(same.Value);

    /// <summary>
    /// A registry value or a right that both state, and differently; the newer of two captures that carry their times only replaces the older.
    /// </summary>
    public static (Address Address, Observation One, Observation Other)? Contradiction(EvidenceIndex one, EvidenceIndex other)
    {
        if (one.Evidence.All(IsDated) && other.Evidence.All(IsDated))
        {
            return null;
        }

        foreach (var observation in one.Evidence.SelectMany(source => source.Observations))
        {
            if (observation is { Action: ObservedAction.Set, Address: Address.Registry address }
                && ValueAt(one, address) is { } mine && ValueAt(other, address) is { } theirs && !mine.Value.IsSameAs(theirs.Value))
            {
                return (address, mine, theirs);
            }
        }

        return null;
    }

    private static bool IsDated(SourceEvidence source) => source.Origin is Origin.Host { Captured: not null } or Origin.ResultantPolicy { Captured: not null };

    private static Observation? ValueAt(EvidenceIndex index, Address.Registry address) =>
        index.At(address) is [.., { Observation: { Action: ObservedAction.Set } last }] ? last : null;

    private static Address.Registry Of(string key, string name) => new(RegistryHalf.Machine, RegistryKey.LocalMachine.Below(key), name);
}
