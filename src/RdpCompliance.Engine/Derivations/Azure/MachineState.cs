using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Derivations.Azure;

/// <summary>
/// Whether a virtual machine runs, and its agent answers, as stored state says. The power state is a code of the instance view ("PowerState/running"), of
/// Resource Graph's extension of it, or what <c>az vm list -d</c> prints ("VM running"). A template says neither.
/// </summary>
internal static class MachineState
{
    private const string PowerPrefix = "PowerState/";
    private const string Running = "running";

    private static readonly string[] PowerPaths = ["instanceView.statuses.code", "extended.instanceView.powerState.code", "powerState"];

    public static Fact Power(Subject machine)
    {
        foreach (var path in PowerPaths)
        {
            foreach (var text in ResourceShape.At(machine.Resource?.Body ?? Nothing(machine), path).OfType<Node.Text>())
            {
                if (StateOf(text.Value) is { } state && machine.Resource is { } resource)
                {
                    return Fact.Known(new FieldValue.Text(state)) with
                    {
                        Grounds = ResourceFacts.PlacesOf(text, resource, path),
                        Because = $"its power state is '{state}'",
                    };
                }
            }
        }

        return NotStated(machine, "power state", "az vm list -d -o json");
    }

    /// <summary>Of a machine that does not run the last answer is kept, so that its agent is asked for only where it runs.</summary>
    public static Fact Agent(Subject machine)
    {
        const string Path = "instanceView.vmAgent.statuses.displayStatus";
        if (Power(machine) is var power && power.Value?.ToString() != Running)
        {
            return power.IsKnown ? Fact.Absent() with { Grounds = power.Grounds, Because = power.Because } : power;
        }

        return machine.Resource is { } resource && ResourceShape.At(resource.Body, Path).OfType<Node.Text>().FirstOrDefault() is { } status
            ? Fact.Known(new FieldValue.Text(status.Value)) with
            {
                Grounds = ResourceFacts.PlacesOf(status, resource, Path),
                Because = $"its agent is '{status.Value}'",
            }
            : NotStated(machine, "agent's status", "az vm get-instance-view --ids ID -o json");
    }

    private static string? StateOf(string written) =>
        written.StartsWith(PowerPrefix, StringComparison.OrdinalIgnoreCase) ? written[PowerPrefix.Length..].ToLowerInvariant()
        : written.StartsWith("VM ", StringComparison.OrdinalIgnoreCase) ? written[3..].ToLowerInvariant()
        : null;

    private static Fact NotStated(Subject machine, string what, string command) =>
        machine.Deployment is { IsState: true }
            ? Fact.Unknown(UnknownReason.NotCollected, $"the {what} of {machine.Name}: {command}")
            : Fact.Absent() with { Grounds = [Ground.Thing(machine.Place)], Because = $"a template says nothing of its {what}" };

    private static Node.Object Nothing(Subject machine) => new(machine.Place, []);
}
