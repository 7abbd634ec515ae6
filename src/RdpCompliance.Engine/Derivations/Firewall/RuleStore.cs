using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Derivations.Firewall;

/// <summary>All rules that the evidence of one machine or one GPO states, and which stores it covers.</summary>
internal sealed class RuleStore
{
    public const string Kind = "firewall-rule";

    // Parsed once for each machine: every profile, protocol and field asks for them.
    private static readonly ConditionalWeakTable<Subject, RuleStore> Stores = [];
    private readonly Dictionary<Subject, StatedRule> _bySubject;
    private readonly Dictionary<(Subject Profile, int Protocol, string PortSetting), FirewallVerdict> _verdicts = [];

    private RuleStore(Subject machine, IFactSource estate)
    {
        Rules = [.. estate.OfKind(Kind).Where(rule => rule.Owner == machine).Select(Read)];
        _bySubject = Rules.ToDictionary(rule => rule.Subject);
        var items = Rules.Where(rule => !rule.Subject.Items.IsEmpty).ToList();
        var isListed = machine.Evidence.CoversSpace(Kind);
        CoversLocal = machine.Mode == JudgementMode.Stated || isListed || machine.Evidence.Covers(FirewallKeys.LocalRules);
        CoversPolicy = machine.Mode == JudgementMode.InForce
            && ((isListed && items.Exists(rule => rule.Store == FirewallStore.Policy)) || machine.Evidence.Covers(FirewallKeys.PolicyRules));
    }

    public ImmutableArray<StatedRule> Rules { get; }

    public bool CoversLocal { get; }

    public bool CoversPolicy { get; }

    /// <summary>What becomes of a packet in a profile, judged once: several fields tell it.</summary>
    public FirewallVerdict VerdictOf(Subject profile, int protocol, string portSetting, Func<RuleStore, FirewallVerdict> judge)
    {
        if (!_verdicts.TryGetValue((profile, protocol, portSetting), out var verdict))
        {
            _verdicts[(profile, protocol, portSetting)] = verdict = judge(this);
        }

        return verdict;
    }

    public static RuleStore Of(Subject machine, IFactSource estate) =>
        Stores.TryGetValue(machine, out var known) ? known : Stores.GetValue(machine, key => new(key, estate));

    /// <summary>The rule that a subject of kind firewall-rule stands for.</summary>
    public static StatedRule RuleOf(Subject subject, IFactSource estate) =>
        subject.Owner is { } machine && Of(machine, estate)._bySubject.TryGetValue(subject, out var known) ? known : Read(subject);

    private static StatedRule Read(Subject subject)
    {
        if (subject.Values is [{ Observation: var first }, ..])
        {
            var places = subject.Values.Select(one => Ground.Stated(one.Observation.Location, one.Address)).ToImmutableArray();
            return new(
                subject,
                OfValues(subject, first),
                subject.Variables.GetValueOrDefault("layer") == "local" ? FirewallStore.Local : FirewallStore.Policy,
                places);
        }

        if (subject.Items is [{ Item: var item }, ..])
        {
            var layer = subject.Items.Select(one => one.Item.Find("layer")).FirstOrDefault(stated => stated is not null);
            var isPolicy = layer?.Value.ToString() is "policy" or "mdm" or "generated" or "hardcoded" or "dynamic";
            var place = Ground.Stated(item.Location, new Address.Item(Kind, item.Name, "enabled"));
            return new(subject, FirewallRule.Of(Joined(subject.Items)), isPolicy ? FirewallStore.Policy : FirewallStore.Local, [place]);
        }

        return new(subject, FirewallRule.Unreadable(UnknownReason.NotCollected, $"{subject} is not stated"), FirewallStore.Local, []);
    }

    /// <summary>
    /// A rule and its filters are listed by commands of their own and carry one InstanceID; what two of them say differently nobody knows.
    /// </summary>
    private static Item Joined(ImmutableArray<IndexedItem> items) =>
        items is [{ Item: var only }]
            ? only
            : items[0].Item with
            {
                Fields =
                [
                    .. items
                        .SelectMany(one => one.Item.Fields)
                        .GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase)
                        .Select(group => Agreed([.. group])),
                ],
            };

    private static ItemField Agreed(ImmutableArray<ItemField> stated)
    {
        var first = stated[0];
        return stated.FirstOrDefault(other => !other.Value.IsSameAs(first.Value)) is { } other
            ? first with { Value = new SettingValue.Unresolved(UnknownReason.Contradictory, $"{first.Value} and {other.Value}") }
            : first;
    }

    private static FirewallRule OfValues(Subject subject, Observation first)
    {
        if (subject.Values.Skip(1).Any(other => !other.Observation.Value.IsSameAs(first.Value)))
        {
            return FirewallRule.Unreadable(UnknownReason.Contradictory, $"{subject.Values[0].Address} is stated differently");
        }

        return first switch
        {
            { Targeting: { } targeting } => FirewallRule.Unreadable(UnknownReason.Targeted, $"the rule is only for {targeting}"),
            { Value: SettingValue.Unresolved unresolved } => FirewallRule.Unreadable(
                unresolved.Reason,
                subject.Evidence.ApplicationOf(first)?.Doubt?.ToString() ?? $"{subject.Values[0].Address} is '{unresolved.Expression}'"),
            { Value: SettingValue.Registry { Data: var data } } when data.AsText() is { } text => RuleTexts.Of(text),
            { Value: SettingValue.Text text } => RuleTexts.Of(text.Value),
            _ => FirewallRule.Unreadable(UnknownReason.WrongType, $"{subject.Values[0].Address} is no text"),
        };
    }
}
