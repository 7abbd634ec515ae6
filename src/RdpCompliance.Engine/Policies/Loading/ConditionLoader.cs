using System.Collections.Immutable;
using RdpCompliance.Engine.Conditions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Facts;
using RdpCompliance.Engine.Settings;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Engine.Subjects;

namespace RdpCompliance.Engine.Policies.Loading;

/// <summary>Reads conditions and checks every path in them against the kinds and the settings catalogue.</summary>
internal sealed class ConditionLoader(
    ImmutableArray<SubjectKind> kinds,
    ImmutableArray<Setting> settings,
    ImmutableArray<RuleParameter> parameters,
    PackReport report)
{
    private static readonly DiagnosticDescriptor NoCondition = new(
        "RDP0023",
        DiagnosticEffect.Damage,
        "'{0}' begins no condition; one of field, setting, allOf, anyOf, not, any, none, all, count is wanted.");
    private static readonly DiagnosticDescriptor UnknownPath = new(
        "RDP0024",
        DiagnosticEffect.Damage,
        "'{0}' is neither a field, a setting nor a relation of kind '{1}'; {2}.");
    private static readonly DiagnosticDescriptor UnknownSetting = new("RDP0025", DiagnosticEffect.Damage, "'{0}' is not a setting of settings.yml; {1}.");
    private static readonly DiagnosticDescriptor OutOfReach = new(
        "RDP0026",
        DiagnosticEffect.Damage,
        "Setting '{0}' is of kind '{1}', which is neither '{2}' nor its machine or gpo.");
    private static readonly DiagnosticDescriptor ManyInPath = new(
        "RDP0027",
        DiagnosticEffect.Damage,
        "'{0}' is a relation to many; it needs a quantifier (any, none, all, count).");
    private static readonly DiagnosticDescriptor NotMany = new(
        "RDP0028",
        DiagnosticEffect.Damage,
        "'{0}' is neither a relation to many nor a list; a quantifier needs one.");
    private static readonly DiagnosticDescriptor UnknownOperator = new("RDP0029", DiagnosticEffect.Damage, "'{0}' is not an operator; {1}.");
    private static readonly DiagnosticDescriptor NoTest = new("RDP0030", DiagnosticEffect.Damage, "'{0}' is not tested by any operator.");
    private static readonly DiagnosticDescriptor UnknownParameter = new("RDP0031", DiagnosticEffect.Damage, "'{0}' is not a parameter of this rule; {1}.");
    private static readonly DiagnosticDescriptor WrongOperand = new("RDP0032", DiagnosticEffect.Damage, "'{0}' is no operand of '{1}'; {2} is wanted.");
    private static readonly DiagnosticDescriptor TooFarOut = new("RDP0033", DiagnosticEffect.Damage, "'{0}' steps out of more quantifiers than it stands in.");
    private static readonly DiagnosticDescriptor UnknownCell = new("RDP0034", DiagnosticEffect.Damage, "'{0}' is not a column of the table; {1}.");
    private static readonly string[] Nodes = ["allOf", "anyOf", "not", "any", "none", "all", "count"];
    private static readonly ImmutableArray<(string Name, Operator Value)> OperatorNames =
        [.. Enum.GetValues<Operator>().Select(op => (char.ToLowerInvariant(op.ToString()[0]) + op.ToString()[1..], op))];

    /// <summary>What paths start at: a kind, a table's row, or a list's element.</summary>
    private abstract record Start
    {
        public sealed record AtKind(SubjectKind Kind) : Start;

        public sealed record AtRow(ImmutableArray<string> Columns) : Start;

        public sealed record AtValue(FieldType Type) : Start;
    }

    /// <param name="kind">The kind of the subject that the condition is about; it must be known.</param>
    public Condition? Load(PackNode node, string kind) => KindOf(kind) is { } known ? Load(node, ImmutableStack.Create<Start>(new Start.AtKind(known))) : null;

    /// <summary>A path from a subject of <paramref name="kind"/>, for messages and places.</summary>
    public FieldPath? LoadPath(string text, Location place, string kind) =>
        KindOf(kind) is { } known ? ResolvePath(text, place, ImmutableStack.Create<Start>(new Start.AtKind(known)))?.Path : null;

    public bool CheckSetting(string id, Location place, string kind)
    {
        var exists = settings.Any(setting => setting.Id == id);
        if (!exists)
        {
            report.Add(
                UnknownSetting,
                place,
                id,
                PackReport.Nearest(id, settings.Where(setting => kind.Length == 0 || setting.Kind == kind).Select(setting => setting.Id)));
        }

        return exists;
    }

    private SubjectKind? KindOf(string name) => kinds.FirstOrDefault(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private Condition? Load(PackNode node, ImmutableStack<Start> scope)
    {
        if (report.Map(node, "condition") is not { Entries: [var first, ..] } map)
        {
            if (node is PackNode.Map empty)
            {
                report.Add(NoCondition, empty.Location, "{}");
            }

            return null;
        }

        var key = map.Entries.FirstOrDefault(entry => entry.Key is "field" or "setting" || Nodes.Contains(entry.Key, StringComparer.Ordinal)) ?? first;
        switch (key.Key)
        {
            case "field":
                return LoadLeaf(map, key, ResolvePath(report.Text(key.Value, "field"), key.Value.Location, scope), scope);
            case "setting":
                return LoadLeaf(map, key, ResolveSetting(report.Text(key.Value, "setting"), key.Value.Location, scope), scope);
            case "allOf":
                report.Map(map, "allOf", "allOf");
                return LoadParts(key.Value, "allOf", scope) is { } all ? new Condition.AllOf(all) : null;
            case "anyOf":
                report.Map(map, "anyOf", "anyOf");
                return LoadParts(key.Value, "anyOf", scope) is { } any ? new Condition.AnyOf(any) : null;
            case "not":
                report.Map(map, "not", "not");
                return Load(key.Value, scope) is { } part ? new Condition.Not(part) : null;
            case "any" or "none" or "all" or "count":
                return LoadQuantifier(map, key, scope);
            default:
                report.Add(NoCondition, key.KeyLocation, key.Key);
                return null;
        }
    }


    private ImmutableArray<Condition>? LoadParts(PackNode node, string what, ImmutableStack<Start> scope)
    {
        var parts = report.List(node, what).Select(part => Load(part, scope)).ToList();
        return parts.Count == 0 || parts.Contains(null) ? null : [.. parts.OfType<Condition>()];
    }

    private Condition.Leaf? LoadLeaf(PackNode.Map map, PackEntry subject, (FieldPath Path, FieldType Type)? resolved, ImmutableStack<Start> scope)
    {
        var tests = LoadTests(map, [subject.Key], resolved?.Type ?? FieldType.Text, scope);
        if (tests.IsEmpty && map.Entries.Length == 1)
        {
            report.Add(NoTest, subject.Value.Location, PackReport.Shown(subject.Value));
        }

        return resolved is { Path: var path } && !tests.IsEmpty ? new(path, tests) : null;
    }

    private ImmutableArray<Test> LoadTests(PackNode.Map map, string[] otherKeys, FieldType type, ImmutableStack<Start> scope)
    {
        var tests = ImmutableArray.CreateBuilder<Test>();
        foreach (var entry in map.Entries.Where(entry => !otherKeys.Contains(entry.Key, StringComparer.Ordinal)))
        {
            if (OperatorNames.FirstOrDefault(pair => pair.Name == entry.Key) is not { Name: not null } op)
            {
                report.Add(UnknownOperator, entry.KeyLocation, entry.Key, PackReport.Nearest(entry.Key, OperatorNames.Select(pair => pair.Name)));
            }
            else if (LoadOperand(entry, op.Value, type, scope) is { } operand)
            {
                tests.Add(new(op.Value, operand));
            }
        }

        return tests.DrainToImmutable();
    }

    private Operand? LoadOperand(PackEntry entry, Operator op, FieldType type, ImmutableStack<Start> scope)
    {
        if (entry.Value is PackNode.Map { Entries: [{ Key: "field" or "setting" or "parameter" or "now" } reference] })
        {
            var text = report.Text(reference.Value, reference.Key);
            switch (reference.Key)
            {
                case "field":
                    return ResolvePath(text, reference.Value.Location, scope) is { } field ? new Operand.Path(field.Path) : null;
                case "setting":
                    return ResolveSetting(text, reference.Value.Location, scope) is { } setting ? new Operand.Path(setting.Path) : null;
                case "parameter" when text is not null && ParameterOf(text, reference.Value.Location) is not null:
                    return new Operand.Parameter(text);
                case "now" when text is not null && ValueParser.TryDuration(text) is { } offset:
                    return new Operand.Now(offset);
                case "now":
                    report.Add(WrongOperand, reference.Value.Location, text ?? "", entry.Key, "a duration such as 0d or -14d");
                    return null;
                default:
                    return null;
            }
        }

        if (ValueParser.Parse(entry.Value) is not { } value || Typed(value, op, type) is not { } typed)
        {
            report.Add(WrongOperand, entry.Value.Location, PackReport.Shown(entry.Value), entry.Key, Wanted(op, type));
            return null;
        }

        return new Operand.Literal(typed);
    }

    /// <summary>The literal as the operator and the field's type want it.</summary>
    private static FieldValue? Typed(FieldValue value, Operator op, FieldType type) => (op, value) switch
    {
        (Operator.Exists or Operator.Stated, _) => value is FieldValue.Flag ? value : null,
        (Operator.Layer, _) => value is FieldValue.Text { Value: var name } && Enum.TryParse<Layer>(name, ignoreCase: true, out _) ? value : null,
        (Operator.Bits, _) => value is FieldValue.Number ? value : null,
        (Operator.In or Operator.NotIn or Operator.ContainsAny, _) => value is FieldValue.List ? value : null,
        (Operator.Before or Operator.After, FieldValue.Text) => ValueParser.As(value, ParameterType.Date),
        (_, FieldValue.Text) when type == FieldType.Date => ValueParser.As(value, ParameterType.Date),
        (_, FieldValue.Text) when type == FieldType.Duration => ValueParser.As(value, ParameterType.Duration),
        (Operator.Less or Operator.LessOrEquals or Operator.Greater or Operator.GreaterOrEquals, FieldValue.Text) => type == FieldType.Version ? value : null,
        (Operator.Equals or Operator.NotEquals, FieldValue.Text) when type is FieldType.Number or FieldType.Flag => null,
        _ => value,
    };

    private static string Wanted(Operator op, FieldType type) => op switch
    {
        Operator.Exists or Operator.Stated => "true or false",
        Operator.Layer => "policy, mdm, preference, local or user",
        Operator.In or Operator.NotIn or Operator.ContainsAny => "a list",
        Operator.Before or Operator.After => "a date, or { now: … }",
        Operator.Bits => "a number",
        _ => $"a value of type {PackEnum.Kebab(type.ToString())}",
    };

    private Condition? LoadQuantifier(PackNode.Map map, PackEntry key, ImmutableStack<Start> scope)
    {
        if (key.Key != "count")
        {
            report.Map(map, key.Key, [key.Key, "where", .. key.Key == "all" ? (string[])["is"] : []]);
        }

        if (LoadMembers(key.Value, scope) is not { } members)
        {
            return null;
        }

        var inner = scope.Push(members.Start);
        Condition? where = null;
        if (map.Find("where") is { } filter && (where = Load(filter.Value, inner)) is null)
        {
            return null;
        }

        switch (key.Key)
        {
            case "any":
                return new Condition.Any(members.Members, where);
            case "none":
                return new Condition.None(members.Members, where);
            case "all":
                return report.Required(map, "is") is { } isNode && Load(isNode, inner) is { } satisfies
                    ? new Condition.All(members.Members, where, satisfies)
                    : null;
            default:
                var tests = LoadTests(map, ["count", "where"], FieldType.Number, scope);
                if (tests.IsEmpty)
                {
                    report.Add(NoTest, key.KeyLocation, "count");
                    return null;
                }

                return new Condition.Count(members.Members, where, tests);
        }
    }

    private (Members Members, Start Start)? LoadMembers(PackNode node, ImmutableStack<Start> scope)
    {
        if (node is PackNode.Map { Entries: [{ Key: "parameter" } reference] })
        {
            return report.Text(reference.Value, "parameter") is { } name && ParameterOf(name, reference.Value.Location) is { } parameter
                ? (new Members.Table(name), new Start.AtRow(ColumnsOf(parameter)))
                : null;
        }

        if (report.Text(node, "quantifier") is not { } text || Walk(text, node.Location, scope) is not { } end)
        {
            return null;
        }

        switch (end.Target)
        {
            case RelationDefinition { IsMany: true } relation when KindOf(relation.Kind) is { } kind:
                return (new Members.Related(end.Path), new Start.AtKind(kind));
            case FieldDefinition { Type: FieldType.List or FieldType.Ports or FieldType.Addresses or FieldType.Accounts }:
            case Setting { FieldType: FieldType.List }:
                return (new Members.Related(end.Path), new Start.AtValue(FieldType.Text));
            default:
                report.Add(NotMany, node.Location, text);
                return null;
        }
    }

    private static ImmutableArray<string> ColumnsOf(RuleParameter parameter) =>
        parameter.Default is FieldValue.List rows
            ? [.. rows.Values.OfType<FieldValue.Row>().SelectMany(row => row.Cells.Keys).Distinct(StringComparer.OrdinalIgnoreCase)]
            : [];

    private RuleParameter? ParameterOf(string name, Location place)
    {
        var found = parameters.FirstOrDefault(parameter => parameter.Name == name);
        if (found is null)
        {
            report.Add(UnknownParameter, place, name, PackReport.Nearest(name, parameters.Select(parameter => parameter.Name)));
        }

        return found;
    }

    /// <summary>A setting is a field of the subject, of its machine or of its gpo, whichever it is of.</summary>
    private (FieldPath Path, FieldType Type)? ResolveSetting(string? id, Location place, ImmutableStack<Start> scope)
    {
        if (id is null)
        {
            return null;
        }

        if (settings.FirstOrDefault(setting => setting.Id == id) is not { } found)
        {
            CheckSetting(id, place, "");
            return null;
        }

        // The innermost subject that reaches the setting has it.
        var outer = 0;
        foreach (var start in scope)
        {
            if (start is Start.AtKind { Kind: var kind })
            {
                if (kind.Name.Equals(found.Kind, StringComparison.OrdinalIgnoreCase))
                {
                    return (new(id, outer, [], id), found.FieldType);
                }

                if (
                    kind.Relations.FirstOrDefault(relation =>
                        !relation.IsMany && relation.Name is SubjectKind.Machine or SubjectKind.Gpo && relation.Kind == found.Kind
                    ) is
                    { } owner)
                {
                    return (new(id, outer, [owner.Name], id), found.FieldType);
                }
            }

            outer++;
        }

        report.Add(OutOfReach, place, id, found.Kind, scope.Peek() is Start.AtKind { Kind.Name: var name } ? name : "row");
        return null;
    }

    private (FieldPath Path, FieldType Type)? ResolvePath(string? text, Location place, ImmutableStack<Start> scope)
    {
        if (text is null || Walk(text, place, scope) is not { } end)
        {
            return null;
        }

        switch (end.Target)
        {
            case FieldDefinition field:
                return (end.Path, field.Type);
            case Setting setting:
                return (end.Path, setting.FieldType);
            case RelationDefinition { IsMany: true }:
                report.Add(ManyInPath, place, text);
                return null;
            case RelationDefinition:
                return (end.Path, FieldType.Text);
            default:
                // A cell of a row, or the value of a list's element.
                return (end.Path, FieldType.Text);
        }
    }

    /// <summary>Follows a path to the field, setting or relation at its end; field names may hold dots, so the longest match wins.</summary>
    private (FieldPath Path, object? Target)? Walk(string text, Location place, ImmutableStack<Start> scope)
    {
        var rest = text;
        var outer = 0;
        while (rest.StartsWith("^.", StringComparison.Ordinal))
        {
            rest = rest[2..];
            outer++;
            scope = scope.Pop();
            if (scope.IsEmpty)
            {
                report.Add(TooFarOut, place, text);
                return null;
            }
        }

        switch (scope.Peek())
        {
            case Start.AtRow { Columns: var columns }:
                if (!columns.Contains(rest, StringComparer.OrdinalIgnoreCase))
                {
                    report.Add(UnknownCell, place, rest, PackReport.Nearest(rest, columns));
                    return null;
                }

                return (new(text, outer, [], rest), null);

            case Start.AtValue:
                return rest == "value" ? (new(text, outer, [], rest), null) : Unknown(rest, "value", ["value"]);

            case Start.AtKind { Kind: var kind }:
                var relations = ImmutableArray.CreateBuilder<string>();
                for (var current = kind; ;)
                {
                    if (current.Field(rest) is { } field)
                    {
                        return (new(text, outer, relations.DrainToImmutable(), rest), field);
                    }

                    if (settings.FirstOrDefault(setting => setting.IsReadAs(current.Name, rest)) is { } setting)
                    {
                        return (new(text, outer, relations.DrainToImmutable(), rest), setting);
                    }

                    if (current.Relation(rest) is { } last)
                    {
                        return (new(text, outer, relations.DrainToImmutable(), rest), last);
                    }

                    var dot = rest.IndexOf('.', StringComparison.Ordinal);
                    if (dot < 0 || current.Relation(rest[..dot]) is not { } step || KindOf(step.Kind) is not { } next)
                    {
                        return Unknown(
                            rest,
                            current.Name,
                            [
                                .. current.Fields.Select(known => known.Name),
                                .. current.Relations.Select(known => known.Name),
                                .. settings.Where(known => known.Kind == current.Name).Select(known => known.Field),
                            ]);
                    }

                    if (step.IsMany)
                    {
                        report.Add(ManyInPath, place, step.Name);
                        return null;
                    }

                    relations.Add(step.Name);
                    rest = rest[(dot + 1)..];
                    current = next;
                }

            default:
                return null;
        }

        (FieldPath Path, object? Target)? Unknown(string part, string kind, IEnumerable<string> names)
        {
            report.Add(UnknownPath, place, part, kind, PackReport.Nearest(part, names));
            return null;
        }
    }
}
