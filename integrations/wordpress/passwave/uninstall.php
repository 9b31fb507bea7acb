<?php
/**
 * Leaves nothing in the database.
 *
 * @package Passwave
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/**
 * Removes what this plugin stored for one site.
 */
function passwave_uninstall_site() {
	global $wpdb;
	foreach ( array( 'passwave', 'passwave_tested', 'passwave_trouble' ) as $passwave_option ) {
		delete_option( $passwave_option );
	}
	// WordPress remembers for a week what was deactivated.
	$recent = (array) get_option( 'recently_activated', array() );
	unset( $recent[ WP_UNINSTALL_PLUGIN ] );
	update_option( 'recently_activated', $recent );
	delete_transient( 'passwave_unavailable' );
	// phpcs:ignore WordPress.DB.DirectDatabaseQuery
	$wpdb->query( "DELETE FROM $wpdb->options WHERE option_name LIKE 'passwave\\_pass\\_%'" );
}

if ( is_multisite() ) {
	foreach ( get_sites( array( 'fields' => 'ids', 'number' => 0 ) ) as $passwave_site ) {
		switch_to_blog( $passwave_site );
		passwave_uninstall_site();
		restore_current_blog();
	}
} else {
	passwave_uninstall_site();
}
