using System.Collections.Immutable;
using RdpCompliance.Engine.Derivations.Network;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Azure;

/// <summary>Which system a virtual machine runs, as far as its template says, and whether those get to it for whom it is meant.</summary>
internal sealed class VirtualMachineDerivation : IFieldDerivation
{
    private static readonly string[] WindowsPublishers = ["MicrosoftWindowsServer", "MicrosoftWindowsDesktop", "MicrosoftSQLServer", "MicrosoftVisualStudio"];

    public string Kind => "Microsoft.Compute/virtualMachines";

    public ImmutableArray<string> Keys => [];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => Derive(subject, field, null, estate);

    public Fact? Derive(Subject subject, string field, FieldValue? argument, IFactSource estate) => field switch
    {
        "system" => System(subject, estate),
        "bastion-path" => IntendedPath.FromBastion(subject, SecurityRuleDerivation.FlowOf(argument), estate),
        "load-balancer-path" => IntendedPath.FromLoadBalancer(subject, SecurityRuleDerivation.FlowOf(argument), estate),
        "declared-path" => IntendedPath.FromDeclared(subject, SecurityRuleDerivation.FlowOf(argument), estate),
        "power-state" => MachineState.Power(subject),
        "agent-status" => MachineState.Agent(subject),
        _ => null,
    };

    private static Fact System(Subject machine, IFactSource estate)
    {
        var type = estate.FactOf(machine, "os-type");
        if (type.Value?.ToString() is { } stated)
        {
            return Named(stated.ToLowerInvariant(), type);
        }

        foreach (var (member, system) in new[] { ("windows-configuration", "windows"), ("linux-configuration", "linux") })
        {
            if (estate.FactOf(machine, member) is { IsKnown: true, Value: not null } or { Reason: UnknownReason.WrongType })
            {
                return Named(system, estate.FactOf(machine, member));
            }
        }

        var publisher = estate.FactOf(machine, "image-publisher");
        return publisher.Value?.ToString() is not { } from
            ? publisher.IsKnown
                ? Fact.Unknown(UnknownReason.NotCollected, $"the system of {machine}")
                : publisher
            : WindowsPublishers.Contains(from, StringComparer.OrdinalIgnoreCase)
                ? Named("windows", publisher)
                : Named("other", publisher);
    }

    private static Fact Named(string system, Fact from) =>
        Fact.Known(new FieldValue.Text(system)) with
        {
            Grounds = from.Grounds,
            Because = $"its system is {system}",
        };
}
