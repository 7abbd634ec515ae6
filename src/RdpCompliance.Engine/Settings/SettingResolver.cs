using System.Collections.Immutable;
using System.Globalization;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Settings;

/// <summary>
/// Finds the value of a setting that is in force for a subject: the first layer that states it, else what silence means where every layer was collected.
/// </summary>
/// <param name="holds">Evaluates a condition of the catalogue on the subject.</param>
/// <param name="textOf">The text of another setting for the subject, for indirect addresses; <see langword="null"/> when it has none.</param>
internal sealed class SettingResolver(Func<Condition, Subject, Truth> holds, Func<string, Subject, string?> textOf)
{
    public Fact Resolve(Setting setting, Subject subject)
    {
        // The highest layer that was not collected, and whether the lowest was not: without the lowest, silence means nothing.
        Need? missing = null;
        Need? writtenThrough = null;
        var isLowestMissing = false;
        Fact? listed = null;
        var absences = new List<Ground>();
        var removals = new List<Removal>();
        foreach (var statement in setting.StatedBy)
        {
            var applies = statement.OnlyWhen is { } condition ? holds(condition, subject) : Truth.True;
            if (applies == Truth.False)
            {
                continue;
            }

            isLowestMissing = true;
            if (applies == Truth.Unknown || AddressOf(statement, setting, subject) is not { } address)
            {
                missing ??= new(UnknownReason.NotCollected, statement.Address.ToString());
                continue;
            }

            switch (Look(address, statement, setting, subject))
            {
                case Answer.Listed { Fact: var fact }:
                    listed = WithUnless(fact, missing);
                    break;
                case Answer.Stated { Fact: var fact, IsApplied: false } when listed is not null:
                    return WithRemovals(HostState.Confirmed(listed, fact, $"{setting.Id} of {subject}"), removals, setting, subject);
                case Answer.Stated { Fact: var fact }:
                    return subject.Mode == JudgementMode.Stated ? fact : WithRemovals(WithUnless(fact, missing), removals, setting, subject);
                case Answer.Absent { Place: var place, Removal: var removal }:
                    absences.Add(place);
                    isLowestMissing = false;
                    if (removal is not null)
                    {
                        removals.Add(removal);
                        missing ??= removal.Application.MayBeOverriddenBy;
                    }

                    break;
                case var _ when subject.Mode == JudgementMode.InForce && address is Address.Item:
                    // What a security template says, Windows writes into the local value, and a listing only shows that: nothing overrides it.
                    writtenThrough ??= Need.ToCollect(address);
                    break;
                default:
                    missing ??= Need.ToCollect(address);
                    break;
            }
        }

        return listed is not null ? WithRemovals(listed, removals, setting, subject)
            : subject.Mode == JudgementMode.Stated || isLowestMissing ? NotCollected(missing ?? writtenThrough)
            : WithRemovals(Silent(setting, subject, absences, missing), removals, setting, subject);
    }

    /// <summary>What holds only because a policy deletes a value above it says so.</summary>
    private Fact WithRemovals(Fact fact, List<Removal> removals, Setting setting, Subject subject)
    {
        if (removals is not [{ Application: var by, Place: var place }, ..])
        {
            return fact;
        }

        var (said, places) = AtPresent(fact.Value, setting, subject);
        return fact with
        {
            Grounds = [.. removals.Select(removal => removal.Place).Concat(fact.Grounds).Concat(places).DistinctBy(one => one.Location)],
            Because = $"{place.Address} is deleted by {by.By}{said}, and {fact.Because}",
        };
    }

    /// <summary>What the host has now, where policy would make it something else.</summary>
    private (string Said, ImmutableArray<Ground> Places) AtPresent(FieldValue? value, Setting setting, Subject subject) =>
        subject.Evidence.Present is { } present
            ? HostState.Beside(value, Resolve(setting, subject.On(present)), setting)
            : ("", []);

    private Address? AddressOf(SettingStatement statement, Setting setting, Subject subject) =>
        statement.Address.Constant ?? statement.Address.Expand(name => ValueOf(name, setting, subject));

    private string? ValueOf(string variable, Setting setting, Subject subject) =>
        subject.Variables.GetValueOrDefault(variable)
        ?? (setting.With.TryGetValue(variable, out var other) ? textOf(other, subject) : null);

    private Fact Silent(Setting setting, Subject subject, List<Ground> absences, Need? missing)
    {
        // The place that should hold it is that of the lowest layer: the others only override.
        ImmutableArray<Ground> places = absences is [.., var lowest] ? [lowest] : [];
        Wording address = absences is [.., { Address: { } written }] ? $"{written}" : setting.Id;
        foreach (var silence in setting.Silence)
        {
            switch (silence.When is { } when ? holds(when, subject) : Truth.True)
            {
                case Truth.Unknown:
                    return Fact.Unknown(UnknownReason.NotCollected, "the Windows version (HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion)") with
                    {
                        Grounds = places,
                    };
                case Truth.True when silence.IsUndecided:
                    return Fact.Unknown(UnknownReason.Contradictory, address) with
                    {
                        IsStated = missing is null ? false : null,
                        Grounds = places,
                        Because = $"{address} is not set, and sources differ on what that means",
                    };
                case Truth.True when silence.Means is { } means:
                    return WithUnless(
                        Fact.Known(means) with
                        {
                            IsStated = missing is null ? false : null,
                            Grounds = places,
                            Because = $"{address} is not set, which means {new ShownValue(setting, means)}",
                        },
                        missing);
                case Truth.True:
                    return WithUnless(Fact.Absent() with { Grounds = places, Because = $"{address} is not set" }, missing);
                default:
                    continue;
            }
        }

        return WithUnless(Fact.Absent() with { Grounds = places, IsStated = missing is null ? false : null, Because = $"{address} is not set" }, missing);
    }

    private static Fact WithUnless(Fact fact, Need? missing) => missing is null ? fact : fact with { Unless = fact.Unless.Add(missing) };

    private static Fact NotCollected(Need? missing) => Fact.Unknown(UnknownReason.NotCollected, missing);

    private Answer Look(Address address, SettingStatement statement, Setting setting, Subject subject) => address switch
    {
        Address.Registry registry when statement.Address.IsList => LookInKey(registry, statement, setting, subject),
        Address.Registry registry => LookAtValue(registry, statement, setting, subject),
        Address.Item item => LookAtItem(item, statement, setting, subject),
        _ => new Answer.Uncovered(),
    };

    private Answer LookAtValue(Address.Registry address, SettingStatement statement, Setting setting, Subject subject)
    {
        var found = subject.Evidence.At(address);
        var (statements, disagreement) = Agreement.Of(found);
        if (disagreement is not null)
        {
            return new Answer.Stated(disagreement);
        }

        return statements switch
        {
            [] when subject.Mode == JudgementMode.InForce && subject.Evidence.Covers(address.Key) => new Answer.Absent(AbsentPlace(address, subject)),
            [] => new Answer.Uncovered(),
            [{ Observation: { Action: ObservedAction.DeleteValue } deleted }, ..] when subject.Mode == JudgementMode.InForce =>
                Deleted(address, deleted, subject),
            [{ Observation.Action: ObservedAction.DeleteValue }, ..] => new Answer.Uncovered(),
            [var first, ..] => new Answer.Stated(
                ToFact(
                    first.Observation,
                    subject.Evidence.ApplicationOf(first.Observation),
                    address,
                    statement,
                    setting,
                    subject,
                    [.. statements.Select(one => Place(one, address, statement, setting, subject))]))
            {
                IsApplied = subject.Evidence.ApplicationOf(first.Observation) is not null,
            },
        };
    }

    /// <summary>A policy that deletes what is not there decides nothing.</summary>
    private static Answer.Absent Deleted(Address.Registry address, Observation deleted, Subject subject)
    {
        var place = new Ground(deleted.Location, address, "deletes it");
        var isThere = subject.Evidence.Present?.At(address).Any(one => one.Observation.Action == ObservedAction.Set) == true;
        return new(place) { Removal = isThere && subject.Evidence.ApplicationOf(deleted) is { } application ? new(place, application) : null };
    }

    private Answer LookInKey(Address.Registry address, SettingStatement statement, Setting setting, Subject subject)
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
        var application = values.Select(one => subject.Evidence.ApplicationOf(one.Observation)).FirstOrDefault(one => one is not null);
        var (said, places) = application is null ? ("", []) : AtPresent(list, setting, subject);
        if (
            values.Find(one => one.Observation.Value is SettingValue.Unresolved && subject.Evidence.ApplicationOf(one.Observation) is not null) is
            { Observation: var doubtful })
        {
            return new Answer.Stated(
                ToFact(
                    doubtful,
                    subject.Evidence.ApplicationOf(doubtful),
                    address,
                    statement,
                    setting,
                    subject,
                    [.. values.Select(one => Place(one, one.Address, statement, setting, subject))]));
        }

        return new Answer.Stated(Fact.Known(list) with
        {
            Layer = LayerOf(statement, subject.Mode),
            Grounds = [.. values.Select(one => Place(one, one.Address, statement, setting, subject)).Concat(places).DistinctBy(place => place.Location)],
            Because = $"{address.Key} holds {list} ({(application is null ? Named(statement.Layer) : $"by {application.By}{said}")})",
            Unless = Overridable(application),
        });
    }

    private Answer LookAtItem(Address.Item address, SettingStatement statement, Setting setting, Subject subject)
    {
        foreach (var one in subject.Evidence.ItemsNamed(address.Space, address.Name))
        {
            if (one.Item.Find(address.Field) is { } field)
            {
                var observation = new Observation(address, field.Value, field.Location) { Targeting = one.Item.Targeting };
                var application = subject.Evidence.ApplicationOf(field);
                var isListing = subject.Mode == JudgementMode.InForce && application is null && one.Source.Origin is Origin.Host;
                var fact = ToFact(
                    observation,
                    application,
                    address,
                    isListing ? statement with { Layer = Layer.Local } : statement,
                    setting,
                    subject,
                    [Ground.Stated(field.Location, address)]);
                return isListing ? new Answer.Listed(fact) : new Answer.Stated(fact);
            }
        }

        return subject.Mode == JudgementMode.InForce && subject.Evidence.CoversSpace(address.Space)
            ? new Answer.Absent(Ground.Absent(subject.Place, address))
            : new Answer.Uncovered();
    }

    private Fact ToFact(
        Observation observation,
        PolicyApplication? application,
        Address address,
        SettingStatement statement,
        Setting setting,
        Subject subject,
        ImmutableArray<Ground> places)
    {
        places = [.. places, .. application?.Others ?? []];
        if (observation.Targeting is { } targeting)
        {
            return Fact.Unknown(UnknownReason.Targeted, $"whether {targeting} applies") with
            {
                Grounds = places,
                Because = $"{address} is {observation.Value} only for {targeting}",
            };
        }

        if (observation.Value is SettingValue.Unresolved unresolved)
        {
            return Fact.Unknown(unresolved.Reason, unresolved.Expression) with
            {
                Grounds = places,
                Because = application?.Doubt ?? $"{address} is '{unresolved.Expression}'",
            };
        }

        var layer = LayerOf(statement, subject.Mode);
        var value = SettingConversion.Convert(observation.Value, setting.Type);
        var (said, now) = application is null || value is null ? ("", []) : AtPresent(value, setting, subject);
        return value is not null
            ? Fact.Known(value) with
            {
                Layer = layer,
                Grounds = [.. places.Concat(now).DistinctBy(place => place.Location)],
                Because = $"{address} is {new ShownValue(setting, value)} ({(application is null ? Named(layer) : $"by {application.By}{said}")})",
                Unless = observation.IsSoft ? [new(UnknownReason.NotCollected, "a value that is there before, which stays,")] : Overridable(application),
            }
            : Fact.Unknown(UnknownReason.WrongType, $"{address} as {setting.Type}") with
            {
                Grounds = places,
                Because = string.Create(CultureInfo.InvariantCulture, $"{address} is '{observation.Value}', which is no {setting.Type}"),
            };
    }

    private static ImmutableArray<Need> Overridable(PolicyApplication? application) => application?.MayBeOverriddenBy is { } other ? [other] : [];

    private static Layer LayerOf(SettingStatement statement, JudgementMode mode) => mode == JudgementMode.Stated ? Layer.Policy : statement.Layer;

    private static Ground Place(IndexedObservation one, Address address, SettingStatement statement, Setting setting, Subject subject)
    {
        return subject.Evidence.ApplicationOf(one.Observation) is { } application
            ? new(one.Observation.Location, address, $"{application.By} says {application.Says}")
            : new(one.Observation.Location, address, $"{Named(statement.Layer)} says {Said(one.Observation.Value, setting)}");
    }

    private static object Said(SettingValue value, Setting setting) =>
        setting is { Values: null, Unit: null } || SettingConversion.Convert(value, setting.Type) is not { } meant ? value : new ShownValue(setting, meant);

    private static Ground AbsentPlace(Address.Registry address, Subject subject)
    {
        var location = subject.Evidence.PlaceOf(address.Key) ?? subject.Place;
        return Ground.Absent(location, address) with { Text = "is not set" };
    }

    private static string Named(Layer layer) => layer switch
    {
        Layer.Policy => "by policy",
        Layer.Mdm => "by MDM",
        Layer.Preference => "by preference",
        Layer.User => "by the user's settings",
        _ => "locally",
    };

    /// <summary>A value that a policy deletes.</summary>
    private sealed record Removal(Ground Place, PolicyApplication Application);

    private abstract record Answer
    {
        public sealed record Stated(Fact Fact) : Answer
        {
            /// <summary>A policy brings it, whatever the machine has now.</summary>
            public bool IsApplied { get; init; }
        }

        /// <summary>Said by a listing of the machine itself, which its registry may confirm.</summary>
        public sealed record Listed(Fact Fact) : Answer;

        public sealed record Absent(Ground Place) : Answer
        {
            public Removal? Removal { get; init; }
        }

        public sealed record Uncovered : Answer;
    }
}
