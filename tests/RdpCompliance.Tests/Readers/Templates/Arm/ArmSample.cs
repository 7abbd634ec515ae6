using System.Globalization;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Arm;
using RdpCompliance.Readers.Templates.Bicep;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Tests.Readers.Templates.Arm;

/// <summary>Templates for tests, and what they give as text.</summary>
internal static class ArmSample
{
    public static DeploymentScope Known { get; } = new()
    {
        SubscriptionId = "00000000-0000-0000-0000-00000000005b",
        SubscriptionName = "Contoso",
        TenantId = "00000000-0000-0000-0000-00000000007e",
        ResourceGroup = "rg1",
        Location = "westeurope",
        ManagementGroup = "mg1",
        DeploymentName = "main",
        AsOf = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    public static SourceEvidence Read(string template, DeploymentScope? scope = null) => Read([("main.json", template)], scope);

    /// <summary>Reads the first file as the scan would, with the others in the same tree.</summary>
    public static SourceEvidence Read(IReadOnlyList<(string Name, string Text)> files, DeploymentScope? scope = null)
    {
        var sources = files.Select(file => Source.FromText(file.Name, file.Text)).ToList();
        return Read(sources[0], new SourceTree(sources), scope);
    }

    public static SourceEvidence Read(Source source, SourceTree tree, DeploymentScope? scope = null, params Source[] parameterFiles)
    {
        var reader = new ArmTemplateReader(new BicepReader());
        var head = source.ReadAllBytes();
        var claim = reader.Claim(source, new(head[..Math.Min(head.Length, 65_536)]), tree);
        Assert.NotNull(claim);
        return reader.Read(claim, Context(tree, scope, parameterFiles));
    }

    public static ReadContext Context(SourceTree tree, DeploymentScope? scope = null, params Source[] parameterFiles) =>
        new(tree, Demand.Everything, CancellationToken.None)
        {
            Deployment = new() { Scope = scope ?? DeploymentScope.Unknown, ParameterFiles = [.. parameterFiles] },
        };

    /// <summary>A template with these sections and one resource that has the properties.</summary>
    public static string Template(string properties, string sections = "") =>
        $$"""
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0",{{sections}}
          "resources": [
            {
              "type": "Contoso.Sample/things",
              "apiVersion": "2024-01-01",
              "name": "thing",
              "properties": {{properties}}
            }
          ]
        }
        """;

    public static void AreEqual(IEnumerable<string> expected, IEnumerable<string> actual) => Assert.Equal(expected, actual, StringComparer.Ordinal);

    /// <summary>The value at a path of the only resource: "properties.rules[0].port".</summary>
    public static Node At(SourceEvidence evidence, string path) => At(Assert.Single(evidence.Resources).Body, path);

    public static Node At(Node node, string path)
    {
        foreach (var step in path.Replace("[", ".[", StringComparison.Ordinal).Split('.'))
        {
            node = node switch
            {
                Node.Object record when record.Find(step) is { } found => found,
                Node.Array list when step is ['[', .. var index, ']'] => list.Elements[int.Parse(index, CultureInfo.InvariantCulture)],
                _ => throw new InvalidOperationException($"'{step}' of '{path}' is not there."),
            };
        }

        return node;
    }

    /// <summary>JSON in one line; what is not known stands as its pattern, or "?" when it has none.</summary>
    public static string Print(Node node)
    {
        var text = new StringBuilder();
        Print(text, node, sorted: false);
        return text.ToString();
    }

    /// <summary>As <see cref="Print(Node)"/>, properties ordered by name.</summary>
    public static string PrintSorted(Node node)
    {
        var text = new StringBuilder();
        Print(text, node, sorted: true);
        return text.ToString();
    }

    private static void Print(StringBuilder text, Node node, bool sorted)
    {
        switch (node)
        {
            case Node.Object record:
                var properties = sorted ? record.Properties.OrderBy(property => property.Name, StringComparer.Ordinal) : record.Properties.AsEnumerable();
                text.Append('{').AppendJoin(',', properties.Select(property => $"\"{property.Name}\":{Nested(property.Value, sorted)}")).Append('}');
                break;
            case Node.Array list:
                text.Append('[').AppendJoin(',', list.Elements.Select(element => Nested(element, sorted))).Append(']');
                break;
            case Node.Unresolved unknown:
                text.Append(unknown.Pattern ?? "?");
                break;
            default:
                text.Append(JsonPrinter.Print(node, int.MaxValue));
                break;
        }
    }

    private static string Nested(Node node, bool sorted)
    {
        var text = new StringBuilder();
        Print(text, node, sorted);
        return text.ToString();
    }
}
