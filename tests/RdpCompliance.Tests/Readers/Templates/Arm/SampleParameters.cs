using System.Text.RegularExpressions;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Tests.Readers.Templates.Arm;

/// <summary>A parameter file with a value of its declared type for each parameter that needs one.</summary>
internal static partial class SampleParameters
{
    private const int MostDepth = 6;

    /// <summary>What is given for objects whose properties nobody declares.</summary>
    public enum Undeclared
    {
        Nothing,

        /// <summary>An object with a text for each member that the template reads by name, and an empty list for each that it counts.</summary>
        WhatIsRead,
    }

    public static Source? For(Source template, Undeclared undeclared = Undeclared.Nothing)
    {
        if (LocatedJson.Parse(template).Root is not Node.Object root || root.Find("parameters") is not Node.Object parameters)
        {
            return null;
        }

        var definitions = root.Find("definitions") as Node.Object;
        var values = parameters
            .Properties.Where(parameter =>
                parameter.Value is Node.Object declaration && declaration.Find("defaultValue") is null && declaration.Find("nullable") is null)
            .Select(parameter =>
                (
                    parameter.Name,
                    Value: Value(parameter.Name, (Node.Object)parameter.Value, definitions, 0)
                        ?? (undeclared == Undeclared.Nothing ? null : Read(parameter.Name, (Node.Object)parameter.Value, template.Text.Value))))
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => $$"""  "{{parameter.Name}}": { "value": {{parameter.Value}} }""")
            .ToList();
        return values.Count == 0 ? null : Source.FromText("given.parameters.json", $$"""{ "parameters": { {{string.Join(",\n", values)}} } }""");
    }

    private static string? Value(string name, Node.Object type, Node.Object? definitions, int depth)
    {
        for (
            var count = 0;
            count < 10
                && type.Find("$ref") is Node.Text reference
                && definitions?.Find(Uri.UnescapeDataString(reference.Value["#/definitions/".Length..])) is Node.Object definition;
            count++)
        {
            type = definition;
        }

        if (type.Find("allowedValues") is Node.Array { Elements: [var allowed, ..] })
        {
            return JsonPrinter.Print(allowed, 1000);
        }

        return (type.Find("type") as Node.Text)?.Value.ToUpperInvariant() switch
        {
            "STRING" or "SECURESTRING" => $"\"{name}\"",
            "INT" => (type.Find("minValue") as Node.Number)?.Literal ?? "2",
            "BOOL" => "true",
            "ARRAY" when type.Find("items") is Node.Object items && depth < MostDepth => Value(name, items, definitions, depth + 1) is { } element
                ? $"[{element}]"
                : "[]",
            "ARRAY" => "[]",
            "OBJECT" when type.Find("properties") is Node.Object properties && depth < MostDepth => $"{{{string.Join(",", properties.Properties
                .Where(property => property.Value is Node.Object declaration && declaration.Find("nullable") is null)
                .Select(property => (property.Name, Value: Value(property.Name, (Node.Object)property.Value, definitions, depth + 1)))
                .Where(property => property.Value is not null)
                .Select(property => $"\"{property.Name}\":{property.Value}"))}}}",
            _ => null,
        };
    }

    private static string? Read(string name, Node.Object type, string template)
    {
        if (type.Find("type") is not Node.Text { Value: var declared } || !declared.Equals("object", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var paths = MemberPattern().Matches(template).Where(match => match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(match => (match.Groups["path"].Value.Split('.', StringSplitOptions.RemoveEmptyEntries), match.Groups["count"].Success));
        return Printed([.. paths]);
    }

    private static string Printed(IReadOnlyList<(string[] Path, bool IsCounted)> members)
    {
        var printed = members.Where(member => member.Path.Length > 0).GroupBy(member => member.Path[0], StringComparer.Ordinal).Select(group =>
        {
            var value = group.Any(member => member.IsCounted && member.Path.Length == 1) ? "[]"
                : group.All(member => member.Path.Length == 1) ? $"\"{group.Key}\""
                : Printed([.. group.Select(member => (member.Path[1..], member.IsCounted))]);
            return $"\"{group.Key}\":{value}";
        });
        return $"{{{string.Join(",", printed)}}}";
    }

    [GeneratedRegex(@"(?<count>length\()?parameters\('(?<name>\w+)'\)(?<path>(\.\w+)+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MemberPattern();
}
