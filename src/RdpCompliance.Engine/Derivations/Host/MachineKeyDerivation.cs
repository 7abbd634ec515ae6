using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Host;

/// <summary>
/// Keys that tell by being there: the one of Terminal Server, the one of the agent of Azure Virtual Desktop, and the one of every
/// network provider that its order list names.
/// </summary>
internal sealed class MachineKeyDerivation : IFieldDerivation
{
    private static readonly RegistryKey ControlSet = RegistryKey.LocalMachine.Below(@"SYSTEM\CurrentControlSet");
    private static readonly RegistryKey TerminalServer = ControlSet.Below(@"Control\Terminal Server");

    /// <summary>The agent makes it when it is installed; no other software has it.</summary>
    private static readonly RegistryKey VirtualDesktopAgent = RegistryKey.LocalMachine.Below(@"SOFTWARE\Microsoft\RDInfraAgent");

    /// <summary>The providers of Windows itself, of which one without a key is a damaged component and no remainder.</summary>
    private static readonly string[] BuiltIn = ["LanmanWorkstation", "RDPNP", "webclient", "P9NP"];

    public string Kind => SubjectKind.Machine;

    public ImmutableArray<string> Keys =>
        [$@"{ControlSet}\Control", $@"{ControlSet}\Services\*\NetworkProvider", VirtualDesktopAgent.ToString()];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "terminal-server-key" => KeyFact(subject, TerminalServer),
        "virtual-desktop-agent" => KeyFact(subject, VirtualDesktopAgent),
        "missing-network-providers" => MissingProviders(subject, estate),
        _ => null,
    };

    private static Fact KeyFact(Subject machine, RegistryKey key)
    {
        var exists = Exists(machine, key);
        if (!exists && !machine.Evidence.Covers(key))
        {
            return Fact.Unknown(UnknownReason.NotCollected, key.ToString());
        }

        var place = machine.Evidence.PlaceOf(key) ?? machine.Place;
        return Fact.Known(new FieldValue.Flag(exists)) with
        {
            Grounds = [Ground.Absent(place, new Address.WholeKey(key))],
            Because = $"{key} {(exists ? "is there" : "is not there")}",
        };
    }

    private static Fact MissingProviders(Subject machine, IFactSource estate)
    {
        var order = estate.FactOf(machine, "network-provider.order");
        if (order.Value is not FieldValue.Text { Value: var names })
        {
            return order;
        }

        var missing = new List<string>();
        foreach (
            var name in names
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Where(name => !BuiltIn.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            var key = ControlSet.Below($@"Services\{name}\NetworkProvider");
            if (Exists(machine, key))
            {
                continue;
            }

            if (!machine.Evidence.Covers(key))
            {
                return Fact.Unknown(UnknownReason.NotCollected, key.ToString());
            }

            missing.Add(name);
        }

        return Fact.Known(SettingConversion.ToList(missing)) with
        {
            Grounds = order.Grounds,
            Because = missing.Count == 0 ? order.Because : $"{order.Because}, and {string.Join(", ", missing)} has no key NetworkProvider",
        };
    }

    private static bool Exists(Subject machine, RegistryKey key) =>
        key is { Parent: { } parent, Name: var name } && machine.Evidence.ChildrenOf(parent).Contains(name, StringComparer.OrdinalIgnoreCase);
}
