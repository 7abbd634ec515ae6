using RdpCompliance.Engine.Evidence;
using RdpCompliance.Tests.Readers.Templates.Arm;

namespace RdpCompliance.Tests.Readers.Templates.Bicep;

/// <summary>Parameters files as the compiler takes and refuses them.</summary>
public sealed class BicepParametersTests
{
    private const string Template = """
        param port int
        param names string[] = []
        param any object = {}
        resource it 'Contoso.Sample/things@2024-01-01' = { name: 'it', properties: { value: { port: port, names: names, any: any } } }
        """;

    [Fact]
    public void A_file_that_extends_another_knows_its_values_as_base()
    {
        var evidence = Read("using 'main.bicep'\nextends 'shared.bicepparam'\nparam port = base.port + 1\nparam names = concat(base.names, ['b'])");

        Assert.Empty(evidence.Diagnostics);
        Assert.Equal("""{"port":3389,"names":["a","b"],"any":{"x":1}}""", ArmSample.Print(BicepSample.ValueNode(evidence)));
    }

    [Theory]
    [InlineData("param port = '3389'")]
    [InlineData("param port = 1\nparam names = 'a'")]
    [InlineData("param port = 1\nparam names = {}")]
    [InlineData("param port = 1\nparam any = []")]
    [InlineData("param port = true")]
    public void A_value_of_another_type_is_damage_at_the_value(string text)
    {
        var diagnostic = Assert.Single(Read($"using 'main.bicep'\n{text}").Diagnostics);

        Assert.Equal(("RDP0269", DiagnosticEffect.Damage), (diagnostic.Id, diagnostic.Effect));
    }

    [Fact]
    public void A_file_without_a_template_is_damage() => Assert.Equal("RDP0268", Assert.Single(Read("param port = 1").Diagnostics).Id);

    [Fact]
    public void A_template_that_is_not_there_is_not_read_and_said()
    {
        var evidence = Read("using 'none.bicep'\nparam port = 1");

        Assert.Equal("none.bicep", Assert.Single(evidence.NotRead));
        Assert.Equal("RDP0255", Assert.Single(evidence.Diagnostics).Id);
    }

    [Fact]
    public void A_variable_of_the_environment_has_its_default()
    {
        var evidence = Read("using 'main.bicep'\nparam port = int(readEnvironmentVariable('PORT', '3389'))");

        Assert.Equal("3389", ArmSample.Print(ArmSample.At(BicepSample.ValueNode(evidence), "port")));
    }

    private static SourceEvidence Read(string text) => BicepSample.Read(
        ("main.bicepparam", text),
        ("main.bicep", Template),
        ("shared.bicepparam", "using none\nparam port = 3388\nparam names = ['a']\nparam any = { x: 1 }"));
}
