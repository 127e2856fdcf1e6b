using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tern.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Subscriptions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "subscriptions",
                columns: table => new
                {
                    mailbox_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    protected_client_state = table.Column<string>(type: "TEXT", nullable: false),
                    subscription_id = table.Column<string>(type: "TEXT", nullable: true),
                    address = table.Column<string>(type: "TEXT", nullable: true),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    renew_at = table.Column<long>(type: "INTEGER", nullable: true),
                    is_asked = table.Column<bool>(type: "INTEGER", nullable: false),
                    longest_minutes = table.Column<int>(type: "INTEGER", nullable: true),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    fault_code = table.Column<string>(type: "TEXT", nullable: true),
                    fault_class = table.Column<int>(type: "INTEGER", nullable: true),
                    fault_detail = table.Column<string>(type: "TEXT", nullable: true),
                    provider_code = table.Column<string>(type: "TEXT", nullable: true),
                    request_id = table.Column<string>(type: "TEXT", nullable: true),
                    care_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscriptions", x => x.mailbox_id);
                    table.ForeignKey(
                        name: "fk_subscriptions_mailboxes_mailbox_id",
                        column: x => x.mailbox_id,
                        principalTable: "mailboxes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_care_at",
                table: "subscriptions",
                column: "care_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "subscriptions");
        }
    }
}
