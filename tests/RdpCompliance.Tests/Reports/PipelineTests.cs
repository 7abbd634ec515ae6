using RdpCompliance.Reports;

namespace RdpCompliance.Tests.Reports;

public sealed class PipelineTests
{
    public static IReadOnlyDictionary<string, string> Build { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["TF_BUILD"] = "True",
        ["SYSTEM_COLLECTIONURI"] = "https://dev.azure.com/contoso/",
        ["SYSTEM_TEAMPROJECTID"] = "11111111-2222-3333-4444-555555555555",
        ["BUILD_DEFINITIONID"] = "42",
        ["BUILD_DEFINITIONNAME"] = "estate",
        ["SYSTEM_PHASEID"] = "99999999-2222-3333-4444-555555555555",
        ["SYSTEM_PHASENAME"] = "scan",
        ["BUILD_SOURCEBRANCH"] = "refs/heads/main",
        ["BUILD_BUILDID"] = "1001",
    };

    public static string? Variables(string name) => Build.GetValueOrDefault(name);

    [Fact]
    public void A_build_is_known_by_its_variables()
    {
        var azure = Pipeline.AzurePipelines.TryFrom(Variables);

        Assert.Equal(("contoso", 42, 1001, "refs/heads/main"), (azure?.Organization, azure?.DefinitionId, azure?.BuildId, azure?.Branch));
    }

    [Fact]
    public void An_organization_may_have_a_host_of_its_own() =>
        Assert.Equal(
            "contoso",
            Pipeline.AzurePipelines.TryFrom(name => name == "SYSTEM_COLLECTIONURI" ? "https://contoso.visualstudio.com/" : Variables(name))?.Organization);

    [Fact]
    public void A_build_that_lacks_one_variable_is_none()
    {
        foreach (var missing in Build.Keys)
        {
            Assert.Null(Pipeline.AzurePipelines.TryFrom(name => name == missing ? null : Variables(name)));
        }
    }

    [Theory]
    [InlineData("https://github.com/contoso/estate.git", "https://github.com/contoso/estate.git")]
    [InlineData("https://user:token@github.com/contoso/estate", "https://github.com/contoso/estate")]
    [InlineData("https://token@dev.azure.com/contoso/estate/_git/estate?secret=1#x", "https://dev.azure.com/contoso/estate/_git/estate")]
    [InlineData("git@github.com:contoso/estate.git", "https://github.com/contoso/estate.git")]
    [InlineData("ssh://git@github.com:22/contoso/estate.git", "https://github.com/contoso/estate.git")]
    [InlineData("http://git.contoso.example:8080/estate", "http://git.contoso.example:8080/estate")]
    public void A_remote_is_given_without_credentials(string remote, string expected) =>
        Assert.Equal(expected, GitProvenance.TryParse(remote, null, null)?.Repository.AbsoluteUri);

    [Theory]
    [InlineData("/srv/git/estate.git")]
    [InlineData("C:\\git\\estate")]
    [InlineData("../estate")]
    [InlineData("file:///srv/git/estate.git")]
    [InlineData("")]
    public void A_remote_on_this_machine_is_no_provenance(string remote) => Assert.Null(GitProvenance.TryParse(remote, null, null));
}
