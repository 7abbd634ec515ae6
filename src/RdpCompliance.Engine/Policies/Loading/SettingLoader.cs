using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads <c>settings.yml</c>, in two passes: conditions of a setting may name settings that stand after it.</summary>
internal static class SettingLoader
{
    private static readonly DiagnosticDescriptor UnknownVariable = new("RDP0021", DiagnosticEffect.Damage, "'{0}' is not a variable of kind '{1}'; {2}.");
    private static readonly DiagnosticDescriptor UnknownKind = new("RDP0022", DiagnosticEffect.Damage, "'{0}' is not a kind of subjects.yml; {1}.");

    public static ImmutableArray<Setting> Load(Source source, ImmutableArray<SubjectKind> kinds, PackReport report)
    {
        if (report.Parse(source) is not { } root || report.Map(root, "settings.yml") is not { } map)
        {
            return [];
        }

        var loaded = map.Entries.Select(entry => (Entry: entry, Setting: LoadHead(entry, kinds, report))).Where(pair => pair.Setting is not null).ToList();
        var known = new ConditionLoader(kinds, [.. loaded.Select(pair => pair.Setting).OfType<Setting>()], [], report);
        var settings = loaded
            .Select(pair => pair.Setting is { } setting && pair.Entry.Value is PackNode.Map body ? LoadBody(setting, body, kinds, known, report) : null)
            .OfType<Setting>()
            .ToList();
        return [.. settings.Select(setting => WithValues(setting, settings, map.Find(setting.Id)?.Value as PackNode.Map, report))];
    }

    /// <summary>Settings whose numbers mean the same name the one that says what ("values: service.start").</summary>
    private static Setting WithValues(Setting setting, List<Setting> all, PackNode.Map? map, PackReport report)
    {
        if (map?.Find("values")?.Value is not PackNode.Text { Value: var other } text)
        {
            return setting;
        }

        if (all.Find(one => one.Id == other)?.Values is { } values)
        {
            return setting with { Values = values };
        }

        report.Wrong(text.Location, other, "a setting that says what its values mean");
        return setting;
    }

    private static SettingValues? LoadValues(PackNode node, PackReport report)
    {
        if (node is PackNode.Text || report.Map(node, "values", "means", "source") is not { } map
            || report.Required(map, "means") is not { } means || report.Map(means, "means") is not { } words
            || report.Required(map, "source") is not { } sourceNode || new ReferenceLoader(report).Load(sourceNode, "a source") is not { } source)
        {
            return null;
        }

        var values = ImmutableDictionary.CreateBuilder<long, string>();
        foreach (var entry in words.Entries)
        {
            if (ValueParser.TryNumber(entry.Key) is not { } number)
            {
                report.Wrong(entry.KeyLocation, entry.Key, "a whole number");
            }
            else if (report.Text(entry.Value, entry.Key) is { } word)
            {
                values[number] = word;
            }
        }

        return new(values.ToImmutable(), source);
    }

    private static Setting? LoadHead(PackEntry entry, ImmutableArray<SubjectKind> kinds, PackReport report)
    {
        if (report.Map(entry.Value, $"setting '{entry.Key}'", "of", "field", "type", "unit", "values", "with", "stated-by", "silence") is not { } map
            || report.RequiredText(map, "of") is not { } kindName
            || PackEnum.Required<SettingType>(map, "type", report) is not { } type)
        {
            return null;
        }

        if (!kinds.Any(kind => kind.Name.Equals(kindName, StringComparison.OrdinalIgnoreCase)))
        {
            report.Add(
                UnknownKind,
                map.Find("of")?.Value.Location ?? entry.KeyLocation,
                kindName,
                PackReport.Nearest(kindName, kinds.Select(kind => kind.Name)));
            return null;
        }

        return new(entry.Key, kindName, type, entry.KeyLocation)
        {
            Unit = report.OptionalText(map, "unit"),
            Field = report.OptionalText(map, "field") ?? entry.Key,
        };
    }

    private static Setting LoadBody(Setting setting, PackNode.Map map, ImmutableArray<SubjectKind> kinds, ConditionLoader conditions, PackReport report)
    {
        var with = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (map.Find("with")?.Value is { } node && report.Map(node, "with") is { } variables)
        {
            foreach (var variable in variables.Entries)
            {
                if (report.Text(variable.Value, variable.Key) is { } text && conditions.CheckSetting(text, variable.Value.Location, setting.Kind))
                {
                    with[variable.Key] = text;
                }
            }
        }

        var kindVariables = kinds.First(kind => kind.Name.Equals(setting.Kind, StringComparison.OrdinalIgnoreCase)).Variables;
        var allowed = kindVariables.Concat(with.Keys).ToHashSet(StringComparer.Ordinal);
        return setting with
        {
            With = with.ToImmutable(),
            Values = map.Find("values") is { } meant ? LoadValues(meant.Value, report) : null,
            StatedBy =
            [
                .. (report.Required(map, "stated-by") is { } statements ? report.List(statements, "stated-by") : [])
                    .Select(item => LoadStatement(item, setting, allowed, conditions, report))
                    .OfType<SettingStatement>(),
            ],
            Silence = [.. report.OptionalList(map, "silence").Select(item => LoadSilence(item, setting, conditions, report)).OfType<Silence>()],
        };
    }

    private static SettingStatement? LoadStatement(PackNode node, Setting setting, HashSet<string> variables, ConditionLoader conditions, PackReport report)
    {
        var layers = Enum.GetValues<Layer>();
        if (report.Map(node, "stated-by", [.. layers.Select(layer => PackEnum.Kebab(layer.ToString())), "gpo", "admx", "only-when"]) is not { } map)
        {
            return null;
        }

        foreach (var layer in layers)
        {
            if (map.Find(PackEnum.Kebab(layer.ToString())) is not { } entry || report.Text(entry.Value, entry.Key) is not { } text)
            {
                continue;
            }

            if (AddressTemplate.TryParse(text) is not { } address)
            {
                report.Wrong(entry.Value.Location, text, "an address such as HKLM\\key!value or space:name#field");
                return null;
            }

            foreach (var variable in address.Variables.Where(variable => !variables.Contains(variable)))
            {
                report.Add(UnknownVariable, entry.Value.Location, variable, setting.Kind, PackReport.Nearest(variable, variables));
            }

            return new(layer, address, report.OptionalText(map, "gpo"), report.OptionalText(map, "admx"))
            {
                OnlyWhen = map.Find("only-when") is { } condition ? conditions.Load(condition.Value, setting.Kind) : null,
            };
        }

        report.Wrong(
            map.Location,
            PackReport.Shown(map),
            $"a statement of one layer ({string.Join(", ", layers.Select(layer => PackEnum.Kebab(layer.ToString())))})");
        return null;
    }

    private static Silence? LoadSilence(PackNode node, Setting setting, ConditionLoader conditions, PackReport report)
    {
        if (
            report.Map(node, "silence", "means", "when", "source") is not { } map
            || report.Required(map, "source") is not { } sourceNode
            || report.Required(map, "means") is not { } means
            || new ReferenceLoader(report).Load(sourceNode, "a source") is not { } source)
        {
            return null;
        }

        var word = means is PackNode.Text { IsPlain: true, Value: "nothing" or "undecided" } plain ? plain.Value : null;
        return new(word is null ? ValueParser.Parse(means) : null, source)
        {
            IsUndecided = word == "undecided",
            When = map.Find("when") is { } when ? conditions.Load(when.Value, setting.Kind) : null,
        };
    }
}
