using System.Collections.Immutable;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads one rule file and refuses what could not be judged, shown or proved: unknown paths, missing help, missing examples.</summary>
internal sealed class RuleLoader(ImmutableArray<SubjectKind> kinds, ImmutableArray<Setting> settings, ImmutableArray<Cause> causes, PackReport report)
{
    private static readonly DiagnosticDescriptor FixesNotSupported = new(
        "RDP0035",
        DiagnosticEffect.Damage,
        "'{0}' is not supported yet: a rule without it loads.");
    private static readonly DiagnosticDescriptor NoFailingExample = new(
        "RDP0036",
        DiagnosticEffect.Damage,
        "'{0}' has no example that fails (one with a [|…|] mark).");
    private static readonly DiagnosticDescriptor NoPassingExample = new(
        "RDP0037",
        DiagnosticEffect.Damage,
        "'{0}' has no example that passes (one without a mark).");
    private static readonly DiagnosticDescriptor UnknownCause = new("RDP0038", DiagnosticEffect.Damage, "'{0}' is not an entry of causes.yml; {1}.");
    private static readonly DiagnosticDescriptor UnknownKind = new("RDP0039", DiagnosticEffect.Damage, "'{0}' is not a kind of subjects.yml; {1}.");
    private static readonly DiagnosticDescriptor WrongFileName = new(
        "RDP0040",
        DiagnosticEffect.Damage,
        "'{0}' is not the file name of this rule; '{1}' is wanted.");
    private static readonly DiagnosticDescriptor NoHelpSection = new(
        "RDP0041",
        DiagnosticEffect.Damage,
        "'{0}' is not a section of the help; What, Why, Confirm, Fix and 'Do not' are wanted.");
    private static readonly DiagnosticDescriptor Empty = new("RDP0047", DiagnosticEffect.Refusal, "'{0}' holds no rule.");
    private static readonly string[] HelpSections = ["What", "Why", "Confirm", "Fix", "Do not"];

    private static readonly string[] Keys =
    [
        "id", "name", "title", "causes", "severity", "confidence", "security-severity", "subject", "parameters", "where", "require", "at", "supersedes",
        "message", "help", "references", "tested-on", "examples", "page",
    ];

    /// <summary>Where a rule that is not the pack's own is explained.</summary>
    private string? PageOf(PackNode.Map map)
    {
        if (report.OptionalText(map, "page") is not { } page)
        {
            return null;
        }

        if (!Uri.TryCreate(page, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            report.Wrong(map.Find("page")?.Value.Location ?? map.Location, page, "an https address");
            return null;
        }

        return page;
    }

    /// <returns><see langword="null"/> when a part without which the rule means nothing is missing or wrong; every reason is in the report.</returns>
    public Rule? Load(Source source)
    {
        if (report.Parse(source) is not { } root)
        {
            report.Add(Empty, Location.StartOf(source, SpanUnit.Characters), source.FileName);
            return null;
        }

        if (root is not PackNode.Map { Entries: [var firstEntry, ..] } whole)
        {
            report.Map(root, source.FileName);
            return null;
        }

        if (whole.Find("fixes") is { } fixes)
        {
            report.Add(FixesNotSupported, fixes.KeyLocation, "fixes");
        }

        if (report.Map(whole, "a rule", [.. Keys, "fixes"]) is not { } map)
        {
            return null;
        }

        var id = Matching(map, "id", RuleNames.IsId, "RDP and four digits");
        var name = Matching(map, "name", RuleNames.IsName, "a Pascal-case name");
        var title = report.RequiredText(map, "title");
        var message = report.RequiredText(map, "message");
        var help = report.RequiredText(map, "help");
        if (id is null || name is null || title is null || message is null || help is null || KindOf(map) is not { } kind)
        {
            return null;
        }

        CheckFileName(source, id, name, map);
        CheckHelp(help, map);
        var parameters = LoadParameters(map);
        var conditions = new ConditionLoader(kinds, settings, parameters, report);
        var where = map.Find("where") is { } whereEntry ? conditions.Load(whereEntry.Value, kind.Name) : null;
        if (report.Required(map, "require") is not { } requireNode || conditions.Load(requireNode, kind.Name) is not { } require)
        {
            return null;
        }

        var messagePaths = LoadMessagePaths(message, map, parameters, conditions, kind);
        var examples = new ExampleLoader(parameters, report).Load(map);
        var confidence = PackEnum.Optional<Confidence>(map, "confidence", report) ?? Confidence.High;
        if (!report.IsCompiled)
        {
            CheckExamples(id, examples, map);
        }

        return new()
        {
            Id = id,
            Name = name,
            Title = title,
            Location = firstEntry.KeyLocation,
            Causes = [.. LoadCauses(map)],
            Severity = PackEnum.Required<Severity>(map, "severity", report) ?? Severity.Warning,
            Confidence = confidence,
            Page = PageOf(map),
            SecuritySeverity = LoadSecuritySeverity(map),
            Subject = kind.Name,
            Parameters = parameters,
            Where = where,
            Require = require,
            At =
            [
                .. report
                    .OptionalList(map, "at")
                    .Select(node => report.Text(node, "at") is { } text ? conditions.LoadPath(text, node.Location, kind.Name) : null)
                    .OfType<FieldPath>(),
            ],
            Supersedes = [.. report.OptionalTexts(map, "supersedes")],
            Message = message,
            MessagePaths = messagePaths,
            Help = help,
            References = [.. new ReferenceLoader(report).Load(map, id, confidence)],
            TestedOn = [.. report.OptionalTexts(map, "tested-on")],
            Examples = examples,
        };
    }

    private string? Matching(PackNode.Map map, string key, Func<string, bool> matches, string wanted)
    {
        if (report.RequiredText(map, key) is not { } text)
        {
            return null;
        }

        if (matches(text))
        {
            return text;
        }

        report.Wrong(map.Find(key)?.Value.Location ?? map.Location, text, wanted);
        return null;
    }

    private SubjectKind? KindOf(PackNode.Map map)
    {
        if (report.RequiredText(map, "subject") is not { } name)
        {
            return null;
        }

        var kind = kinds.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (kind is null)
        {
            report.Add(UnknownKind, map.Find("subject")?.Value.Location ?? map.Location, name, PackReport.Nearest(name, kinds.Select(known => known.Name)));
        }

        return kind;
    }

    /// <summary>"RDP1001-remote-desktop-denied.yml": the id finds the file.</summary>
    private void CheckFileName(Source source, string id, string name, PackNode.Map map)
    {
        var wanted = $"{id}-{PackEnum.Kebab(name)}.yml";
        if (!source.FileName.Equals(wanted, StringComparison.Ordinal))
        {
            report.Add(WrongFileName, map.Find("id")?.Value.Location ?? map.Location, source.FileName, wanted);
        }
    }

    private void CheckHelp(string help, PackNode.Map map)
    {
        var headings = help.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..].Trim()).ToList();
        foreach (var missing in HelpSections.Where(section => !headings.Contains(section)))
        {
            report.Add(NoHelpSection, map.Find("help")?.KeyLocation ?? map.Location, missing);
        }
    }

    private ImmutableArray<FieldPath> LoadMessagePaths(
        string message,
        PackNode.Map map,
        ImmutableArray<RuleParameter> parameters,
        ConditionLoader conditions,
        SubjectKind kind)
    {
        var place = map.Find("message")?.Value.Location ?? map.Location;
        var paths = MessageTemplate.Paths(message)
            .Where(path => !parameters.Any(parameter => parameter.Name == path))
            .Select(path => conditions.LoadPath(path, place, kind.Name))
            .OfType<FieldPath>()
            .ToImmutableArray();
        if (!message.EndsWith('.'))
        {
            report.Wrong(place, message, "a sentence with a full stop at its end");
        }

        return paths;
    }

    private void CheckExamples(string id, ImmutableArray<RuleExample> examples, PackNode.Map map)
    {
        var place = map.Find("examples")?.KeyLocation ?? map.Location with { Length = 0 };
        if (!examples.Any(example => example.Files.Any(file => file.MarkedText.Contains("[|", StringComparison.Ordinal))))
        {
            report.Add(NoFailingExample, place, id);
        }

        if (
            !examples.Any(example =>
                example.Files.All(file =>
                    !file.MarkedText.Contains("[|", StringComparison.Ordinal) && !file.MarkedText.Contains("[?", StringComparison.Ordinal))))
        {
            report.Add(NoPassingExample, place, id);
        }
    }

    private IEnumerable<string> LoadCauses(PackNode.Map map)
    {
        foreach (var node in report.OptionalList(map, "causes"))
        {
            if (report.Text(node, "causes") is not { } id)
            {
                continue;
            }

            if (causes.Any(cause => cause.Id == id))
            {
                yield return id;
            }
            else
            {
                report.Add(UnknownCause, node.Location, id, PackReport.Nearest(id, causes.Select(cause => cause.Id)));
            }
        }
    }

    private string? LoadSecuritySeverity(PackNode.Map map)
    {
        if (report.OptionalText(map, "security-severity") is not { } text)
        {
            return null;
        }

        if (
            decimal.TryParse(text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var score)
            && score is > 0 and <= 10)
        {
            return text;
        }

        report.Wrong(map.Find("security-severity")?.Value.Location ?? map.Location, text, "a number above 0.0 and up to 10.0");
        return null;
    }

    private ImmutableArray<RuleParameter> LoadParameters(PackNode.Map map)
    {
        if (map.Find("parameters") is not { } found || report.Map(found.Value, "parameters") is not { } entries)
        {
            return [];
        }

        var parameters = ImmutableArray.CreateBuilder<RuleParameter>();
        foreach (var entry in entries.Entries)
        {
            if (report.Map(entry.Value, $"parameter '{entry.Key}'", "type", "default", "title") is not { } body
                || PackEnum.Required<ParameterType>(body, "type", report) is not { } type
                || report.Required(body, "default") is not { } node)
            {
                continue;
            }

            if (ValueParser.Parse(node) is { } value && ValueParser.As(value, type) is { } typed)
            {
                parameters.Add(new(entry.Key, type, typed, report.OptionalText(body, "title")));
            }
            else
            {
                report.Wrong(node.Location, PackReport.Shown(node), $"a {PackEnum.Kebab(type.ToString())}");
            }
        }

        return parameters.DrainToImmutable();
    }
}
