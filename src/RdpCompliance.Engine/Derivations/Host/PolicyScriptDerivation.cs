using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Host;

/// <summary>
/// The scripts that group policy runs when the machine starts and when somebody logs on: those that the files of a GPO list, and
/// those that Windows keeps in the registry, two keys deep (GPO, script), and runs from there.
/// </summary>
internal sealed class PolicyScriptDerivation : IFieldDerivation
{
    private const string Space = "policy-script";
    private const string Scripts = @"Microsoft\Windows\CurrentVersion\Group Policy\Scripts";
    private const string ScriptValue = "Script";

    private static readonly RegistryKey Machine = RegistryKey.LocalMachine.Below($@"SOFTWARE\{Scripts}");
    private static readonly RegistryKey User = RegistryKey.CurrentUser.Below($@"Software\{Scripts}");

    public string Kind => SubjectKind.Machine;

    public ImmutableArray<string> Keys => [$@"{Machine}\Startup\*\*", $@"{User}\Logon\*\*"];

    public Fact? Derive(Subject subject, string field, IFactSource estate) => field switch
    {
        "startup-scripts" => Of(subject, "startup", Machine.Below("Startup"), RegistryHalf.Machine),
        "logon-scripts" => Of(subject, "logon", User.Below("Logon"), RegistryHalf.User),
        _ => null,
    };

    private static Fact Of(Subject machine, string moment, RegistryKey key, RegistryHalf half)
    {
        var found = Listed(machine, moment).Concat(Kept(machine, key, half)).ToList();
        if (found.Count == 0)
        {
            return machine.Mode == JudgementMode.InForce && machine.Evidence.Covers(key)
                ? Fact.Known(new FieldValue.List([])) with { Because = $"{key} holds no script" }
                : Fact.NotCollected(new Address.WholeKey(key));
        }

        var commands = found.Select(one => one.Command).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return Fact.Known(SettingConversion.ToList(commands)) with
        {
            Layer = Layer.Policy,
            Grounds = [.. found.Select(one => one.Place).DistinctBy(place => place.Location)],
            Because = $"group policy runs {string.Join(", ", commands)} at {moment}",
        };
    }

    private static IEnumerable<(string Command, Ground Place)> Listed(Subject machine, string moment) =>
        from one in machine.Evidence.ItemsIn(Space)
        where one.Item.Find("event")?.Value.ToString() == moment
        let command = one.Item.Find("command")
        where command is not null
        let address = new Address.Item(Space, one.Item.Name, "command")
        select (command.Value.ToString() ?? "", Ground.Stated(command.Location, address));

    private static IEnumerable<(string Command, Ground Place)> Kept(Subject machine, RegistryKey key, RegistryHalf half) =>
        from policy in machine.Evidence.ChildrenOf(key)
        from script in machine.Evidence.ChildrenOf(key.Below(policy))
        let address = new Address.Registry(half, key.Below(policy).Below(script), ScriptValue)
        from one in machine.Evidence.At(address)
        where one.Observation.Action == ObservedAction.Set
        let command = SettingConversion.ToText(one.Observation.Value)
        where !string.IsNullOrEmpty(command)
        select (command, Ground.Stated(one.Observation.Location, address));
}
