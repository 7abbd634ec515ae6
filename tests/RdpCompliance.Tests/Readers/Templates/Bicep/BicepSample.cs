using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Templates.Bicep;
using RdpCompliance.Tests.Readers.Templates.Arm;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>Bicep files for tests, read as the scan would.</summary>
internal static class BicepSample
{
    /// <summary>Reads the first file, with the others in the same tree.</summary>
    public static SourceEvidence Read(params IReadOnlyList<(string Name, string Text)> files)
    {
        var sources = files.Select(file => Source.FromText(file.Name, file.Text)).ToList();
        return Read(sources[0], new SourceTree(sources));
    }

    public static SourceEvidence Read(Source source, SourceTree tree)
    {
        var reader = new BicepReader();
        var claim = Assert.IsType<Claim>(reader.Claim(source, new(source.ReadAllBytes()), tree));
        return reader.Read(claim, ArmSample.Context(tree, ArmSample.Known));
    }

    /// <summary>The value of an expression, as JSON in one line; what is not known stands as its pattern, or "?".</summary>
    public static string Value(string expression, params IReadOnlyList<(string Name, string Text)> others) =>
        ArmSample.Print(ValueNode(Evaluate(expression, others)));

    public static SourceEvidence Evaluate(string expression, params IReadOnlyList<(string Name, string Text)> others) =>
        Read([("main.bicep", Holding(expression)), .. others]);

    /// <summary>
    /// A file whose only resource, the first in its text, has the expression as <c>properties.value</c>; lines before the last belong to the file.
    /// </summary>
    public static string Holding(string expression)
    {
        var line = expression.LastIndexOf('\n');
        return
            $"{expression[..(line + 1)]}resource it 'Contoso.Sample/things@2024-01-01' = {{ name: 'it', properties: {{ value: {expression[(line + 1)..]} }} }}\n";
    }

    public static Node ValueNode(SourceEvidence evidence) =>
        ArmSample.At(evidence.Resources.Single(resource => resource.Type == "Contoso.Sample/things").Body, "properties.value");
}
