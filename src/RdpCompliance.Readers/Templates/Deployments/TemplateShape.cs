using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>What a JSON file is to Azure's deployments.</summary>
internal enum TemplateKind
{
    None,
    Template,
    ParameterFile,
}

/// <summary>Tells deployment templates and parameter files from other JSON: by their schema, else by the names of their sections.</summary>
internal static class TemplateShape
{
    public static bool IsTemplate(Node.Object root) =>
        KindOf(root.Find("$schema") is Node.Text schema ? schema.Value : null, name => root.Find(name) is not null) == TemplateKind.Template;

    /// <summary>The kind that the beginning of a text shows, and whether its schema says so.</summary>
    public static (TemplateKind Kind, bool HasSchema) Sniff(ReadOnlySpan<char> head)
    {
        var names = TemplateHead.TopLevel(head);
        var schema = names.GetValueOrDefault("$schema");
        return (KindOf(schema, names.ContainsKey), schema is not null);
    }

    private static TemplateKind KindOf(string? schema, Func<string, bool> has) => schema switch
    {
        not null when schema.Contains("deploymentTemplate", StringComparison.OrdinalIgnoreCase) => TemplateKind.Template,
        not null when schema.Contains("deploymentParameters", StringComparison.OrdinalIgnoreCase) => TemplateKind.ParameterFile,
        not null => TemplateKind.None,
        _ when has("resources") && has("parameters") => TemplateKind.Template,
        _ when has("parameters") && has("contentVersion") => TemplateKind.ParameterFile,
        _ => TemplateKind.None,
    };
}
