using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Findings;
using RdpCompliance.Engine.Policies;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Settings;

/// <summary>Finds the value of a setting that is in force for a subject: the first layer that states it, else what silence means where every layer was collected.</summary>
/// <param name="holds">Evaluates a condition of the catalogue on the subject.</param>
/// <param name="textOf">The text of another setting for the subject, for indirect addresses; <see langword="null"/> when it has none.</param>
internal sealed class SettingResolver(Func<Condition, Subject, Truth> holds, Func<string, Subject, string?> textOf)
{
    public Fact Resolve(Setting setting, Subject subject)
    {
        // The highest layer that was not collected, and whether the lowest was not: without the lowest, silence means nothing.
        Missing? missing = null;
        var isLowestMissing = false;
        var absences = new List<FindingPlace>();
        foreach (var statement in setting.StatedBy)
        {
            var applies = statement.OnlyWhen is { } condition ? holds(condition, subject) : Truth.True;
            if (applies == Truth.False)
            {
                continue;
            }

            isLowestMissing = true;
            if (applies == Truth.Unknown || statement.Address.Expand(name => ValueOf(name, setting, subject)) is not { } address)
            {
                missing ??= new(statement.Address.ToString());
                continue;
            }

            switch (Look(address, statement, setting, subject))
            {
                case Answer.Stated { Fact: var fact }:
                    return subject.Mode == JudgementMode.Stated ? fact : WithProviso(fact, missing);
                case Answer.Absent { Place: var place }:
                    absences.Add(place);
                    isLowestMissing = false;
                    break;
                default:
                    missing ??= new(address.ToString() ?? "");
                    break;
            }
        }

        return subject.Mode == JudgementMode.Stated || isLowestMissing
            ? NotCollected(missing)
            : Silent(setting, subject, absences, missing);
    }

    private string? ValueOf(string variable, Setting setting, Subject subject) =>
        subject.Variables.GetValueOrDefault(variable)
        ?? (setting.With.TryGetValue(variable, out var other) ? textOf(other, subject) : null);

    private Fact Silent(Setting setting, Subject subject, List<FindingPlace> absences, Missing? missing)
    {
        // The place that should hold it is that of the lowest layer: the others only override.
        ImmutableArray<FindingPlace> places = absences is [.., var lowest] ? [lowest] : [];
        var address = absences is [.., { Address: { } written }] ? written : setting.Id;
        foreach (var silence in setting.Silence)
        {
            switch (silence.When is { } when ? holds(when, subject) : Truth.True)
            {
                case Truth.Unknown:
                    return Fact.Unknown(UnknownReason.NotCollected, "the Windows version (HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion)") with { Places = places };
                case Truth.True when silence.Means is { } means:
                    return WithProviso(
                        Fact.Known(means) with { IsStated = missing is null ? false : null, Places = places, Because = $"{address} is not set, which means {means}" },
                        missing);
                case Truth.True:
                    return WithProviso(Fact.Absent() with { Places = places, Because = $"{address} is not set" }, missing);
                default:
                    continue;
            }
        }

        return WithProviso(Fact.Absent() with { Places = places, IsStated = missing is null ? false : null, Because = $"{address} is not set" }, missing);
    }

    private static Fact WithProviso(Fact fact, Missing? missing) => missing is null
        ? fact
        : fact with { Proviso = $"{missing.Address} was not collected" };

    private static Fact NotCollected(Missing? missing) => Fact.Unknown(UnknownReason.NotCollected, missing?.Address);

    private static Answer Look(Address address, SettingStatement statement, Setting setting, Subject subject) => address switch
    {
        Address.Registry registry when statement.Address.IsList => LookInKey(registry, statement, setting, subject),
        Address.Registry registry => LookAtValue(registry, statement, setting, subject),
        Address.Item item => LookAtItem(item, statement, setting, subject),
        _ => new Answer.Uncovered(),
    };

    private static Answer LookAtValue(Address.Registry address, SettingStatement statement, Setting setting, Subject subject)
    {
        var found = subject.Evidence.At(address);
        var (statements, disagreement) = Agreed(found);
        if (disagreement is not null)
        {
            return new Answer.Stated(disagreement);
        }

        return statements switch
        {
            [] when subject.Mode == JudgementMode.InForce && subject.Evidence.Covers(address.Key) => new Answer.Absent(AbsentPlace(address, subject)),
            [] => new Answer.Uncovered(),
            [{ Observation: { Action: ObservedAction.DeleteValue } deleted }, ..] when subject.Mode == JudgementMode.InForce =>
                new Answer.Absent(new(deleted.Location, address.ToString(), "deletes it") { AddressKind = "registry" }),
            [{ Observation.Action: ObservedAction.DeleteValue }, ..] => new Answer.Uncovered(),
            [var first, ..] => new Answer.Stated(ToFact(first.Observation, address, statement, setting, subject.Mode, [.. statements.Select(one => Place(one, address, statement))])),
        };
    }

    /// <summary>Sources that agree are one statement; where they differ the newest wins if all carry a time, else nobody does.</summary>
    private static (IReadOnlyList<IndexedObservation> Statements, Fact? Disagreement) Agreed(IReadOnlyList<IndexedObservation> found)
    {
        if (found.Count < 2)
        {
            return (found, null);
        }

        // Within one source the last statement counts, as importing it would; a report says its order itself.
        var perSource = found.GroupBy(one => one.Source).Select(group => group.OrderByDescending(one => one.Observation.Precedence ?? 0).Last()).ToList();
        if (perSource.TrueForAll(one => Same(one.Observation, perSource[0].Observation)))
        {
            return (perSource, null);
        }

        var times = perSource.ConvertAll(one => one.Source.Origin is Origin.Host { Captured: { } captured } ? captured : (DateTimeOffset?)null);
        if (times.TrueForAll(time => time is not null) && times.Distinct().Count() == times.Count)
        {
            return ([perSource[times.IndexOf(times.Max())]], null);
        }

        var places = perSource.Select(one => new FindingPlace(one.Observation.Location, one.Address.ToString(), $"says {one.Observation.Value}") { AddressKind = "registry" });
        return ([], Fact.Unknown(UnknownReason.Contradictory, $"which of {string.Join(" and ", perSource.Select(one => $"'{one.Source.Source.Name}'"))} is right") with
        {
            Places = [.. places],
            Because = $"{perSource[0].Address} is stated differently by {string.Join(" and ", perSource.Select(one => one.Source.Source.Name))}",
        });
    }

    private static bool Same(Observation left, Observation right) =>
        left.Action == right.Action
        && (left.Value, right.Value) switch
        {
            (SettingValue.Registry a, SettingValue.Registry b) => a.Data.Type == b.Data.Type && a.Data.Bytes.Span.SequenceEqual(b.Data.Bytes.Span),
            var (a, b) => string.Equals(a.ToString(), b.ToString(), StringComparison.Ordinal),
        };

    private static Answer LookInKey(Address.Registry address, SettingStatement statement, Setting setting, Subject subject)
    {
        var values = subject.Evidence.In(address.Key).Where(one => one.Observation.Address is Address.Registry { Name.Length: > 0 }).ToList();
        if (values.Count == 0)
        {
            return subject.Mode == JudgementMode.InForce && subject.Evidence.Covers(address.Key)
                ? new Answer.Absent(AbsentPlace(address, subject))
                : new Answer.Uncovered();
        }

        var texts = values.Select(one => SettingConversion.ToText(one.Observation.Value)).OfType<string>();
        FieldValue list = new FieldValue.List([.. texts.Select(text => (FieldValue)new FieldValue.Text(text))]);
        return new Answer.Stated(Fact.Known(list) with
        {
            Layer = LayerOf(statement, subject.Mode),
            Places = [.. values.Select(one => Place(one, one.Address, statement))],
            Because = $"{address.Key} holds {list} ({Named(statement.Layer)})",
        });
    }

    private static Answer LookAtItem(Address.Item address, SettingStatement statement, Setting setting, Subject subject)
    {
        foreach (var item in subject.Evidence.ItemsIn(address.Space).Select(one => one.Item).Where(item => item.Name.Equals(address.Name, StringComparison.OrdinalIgnoreCase)))
        {
            if (item.Find(address.Field) is { } field)
            {
                var observation = new Observation(address, field.Value, field.Location) { Targeting = item.Targeting };
                return new Answer.Stated(ToFact(observation, address, statement, setting, subject.Mode, [new(field.Location, address.ToString(), "") { AddressKind = address.Space }]));
            }

        }

        return subject.Mode == JudgementMode.InForce && subject.Evidence.CoversSpace(address.Space)
            ? new Answer.Absent(new(subject.Place with { Length = 0 }, address.ToString(), "") { AddressKind = address.Space })
            : new Answer.Uncovered();
    }

    private static Fact ToFact(Observation observation, Address address, SettingStatement statement, Setting setting, JudgementMode mode, ImmutableArray<FindingPlace> places)
    {
        if (observation.Targeting is { } targeting)
        {
            return Fact.Unknown(UnknownReason.Targeted, $"whether {targeting} applies") with { Places = places, Because = $"{address} is {observation.Value} only for {targeting}" };
        }

        if (observation.Value is SettingValue.Unresolved unresolved)
        {
            return Fact.Unknown(unresolved.Reason, unresolved.Expression) with { Places = places, Because = $"{address} is '{unresolved.Expression}'" };
        }

        var layer = LayerOf(statement, mode);
        return SettingConversion.Convert(observation.Value, setting.Type) is { } value
            ? Fact.Known(value) with { Layer = layer, Places = places, Because = $"{address} is {Shown(value)} ({Named(layer)})" }
            : Fact.Unknown(UnknownReason.WrongType, $"{address} as {setting.Type}") with
            {
                Places = places,
                Because = string.Create(CultureInfo.InvariantCulture, $"{address} is '{observation.Value}', which is no {setting.Type}"),
            };
    }

    private static Layer LayerOf(SettingStatement statement, JudgementMode mode) => mode == JudgementMode.Stated ? Layer.Policy : statement.Layer;

    private static FindingPlace Place(IndexedObservation one, Address address, SettingStatement statement) =>
        new(one.Observation.Location, address.ToString(), $"{Named(statement.Layer)} says {one.Observation.Value}") { AddressKind = "registry" };

    private static FindingPlace AbsentPlace(Address.Registry address, Subject subject)
    {
        var location = subject.Evidence.PlaceOf(address.Key) ?? subject.Place;
        return new(location with { Length = 0 }, address.ToString(), "is not set") { AddressKind = "registry" };
    }

    private static string Shown(FieldValue value) => value is FieldValue.Text text ? $"'{text.Value}'" : value.ToString();

    private static string Named(Layer layer) => layer switch
    {
        Layer.Policy => "by policy",
        Layer.Mdm => "by MDM",
        Layer.Preference => "by preference",
        Layer.User => "by the user's settings",
        _ => "locally",
    };

    /// <summary>A layer whose place no source covers.</summary>
    private sealed record Missing(string Address);

    private abstract record Answer
    {
        public sealed record Stated(Fact Fact) : Answer;

        public sealed record Absent(FindingPlace Place) : Answer;

        public sealed record Uncovered : Answer;
    }
}
